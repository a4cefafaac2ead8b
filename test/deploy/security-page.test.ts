import { existsSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/security.md', root), 'utf8');
const named = [...page.matchAll(/`(test\/[^`]+)` › ([^;|]+?) *(?=[;|])/g)].map(
  ([, file = '', name = '']) => ({ file, name }),
);

test('the page names a test for every threat', () => {
  const threats = page.split('\n').filter((line) => /^\| (?!Threat|---)/.test(line));
  expect(threats.length).toBeGreaterThan(15);
  expect(threats.filter((line) => !line.includes('` › '))).toEqual([]);
});

test.each(named.map(({ file, name }) => [name, file] as const))('"%s" is a test of %s', (name, file) => {
  expect(existsSync(new URL(file, root))).toBe(true);
  const source = readFileSync(new URL(file, root), 'utf8').replaceAll("\\'", "'");
  expect(source).toContain(name);
});
