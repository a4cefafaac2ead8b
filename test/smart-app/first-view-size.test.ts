import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = path.join(process.cwd(), 'smart-app', 'dist');

/** Everything that a page names in its markup: what a browser fetches before the first view. */
const filesOf = (page: string): string[] => {
  const html = readFileSync(path.join(dist, page), 'utf8');
  return [...html.matchAll(/(?:src|href)="\/app\/([^"]+\.(?:js|css))"/g)].map(([, file]) => file ?? '');
};

test.each(['index.html', 'launch.html'])('%s: the first view is under 300 kB gzipped', (page) => {
  const files = filesOf(page);
  expect(files.some((file) => file.endsWith('.js'))).toBe(true);
  expect(files.some((file) => file.endsWith('.css'))).toBe(true);
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(path.join(dist, file))).length, 0);
  expect(bytes).toBeLessThan(300_000);
});

test('no page has a script or a style of its own: the content security policy would stop it', () => {
  for (const page of ['index.html', 'launch.html']) {
    const html = readFileSync(path.join(dist, page), 'utf8');
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
  }
});
