import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const testFolder = join(import.meta.dirname, '..');
const text = readFileSync(join(testFolder, '../docs/safety.md'), 'utf8');

/** Rows of the hazard table: number, hazard, cause, harm, control, tests. */
const hazards = text
  .split('\n')
  .filter((line) => /^\| H\d+ \|/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

const named = hazards.flatMap(([number, , , , , tests]) =>
  tests!.split('<br>').map((reference) => {
    const [, title, file] = /^(.+) \(`([^`]+)`\)$/.exec(reference.trim()) ?? [];
    return { number: number!, title: title ?? reference, file: file ?? '' };
  }),
);

/** Whether the file has a test of exactly this title: a quoted string that opens the arguments of a call. */
function hasTest(source: string, title: string): boolean {
  const escaped = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/'/g, "\\\\?'");
  return new RegExp(`\\(\\s*(['"\`])${escaped}\\1`).test(source);
}

test('at least 25 hazards are numbered in order, each with cause, harm, control and a test', () => {
  expect(hazards.length).toBeGreaterThanOrEqual(25);
  expect(hazards.map(([number]) => number)).toEqual(hazards.map((_, i) => `H${i + 1}`));
  for (const cells of hazards) {
    expect(cells).toHaveLength(6);
    expect(cells.every((cell) => cell !== '')).toBe(true);
  }
});

test.each(named)('$number: the test "$title" exists', ({ title, file }) => {
  const path = join(testFolder, file);
  expect(file).toMatch(/\.tsx?$/);
  expect(existsSync(path)).toBe(true);
  expect(hasTest(readFileSync(path, 'utf8'), title)).toBe(true);
});

test('a title that no test has is found out', () => {
  expect(hasTest("test('a claim', () => {})", 'a claim')).toBe(true);
  expect(hasTest("test('a claim', () => {})", 'a clai')).toBe(false);
  expect(hasTest('// a claim', 'a claim')).toBe(false);
});

test('the intended use and what it must not be used for come first', () => {
  expect(text.indexOf('## Intended use')).toBeLessThan(text.indexOf('## Hazards'));
  expect(text).toContain('must not be used');
});
