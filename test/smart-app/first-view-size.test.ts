import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = path.join(process.cwd(), 'smart-app', 'dist');

/** Everything that a page names in its markup: what a browser fetches before the first view. */
const filesOf = (page: string): string[] => {
  const html = readFileSync(path.join(dist, page), 'utf8');
  return [...html.matchAll(/(?:src|href)="\/app\/([^"]+\.(?:js|css))"/g)].map(([, file]) => file ?? '');
};

const gzipped = (files: readonly string[]): number =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(path.join(dist, file))).length, 0);

test.each(['index.html', 'launch.html', 'staff.html'])(
  '%s: the first view is under 300 kB gzipped',
  (page) => {
    const files = filesOf(page);
    expect(files.some((file) => file.endsWith('.js'))).toBe(true);
    expect(files.some((file) => file.endsWith('.css'))).toBe(true);
    expect(gzipped(files)).toBeLessThan(300_000);
  },
);

test('the viewer is no part of the first view, and under 450 kB gzipped', () => {
  const assets = readdirSync(path.join(dist, 'assets'));
  const viewer = assets.filter((file) => /^film-viewer-.*\.(js|css)$/.test(file));
  expect(viewer.map((file) => path.extname(file)).toSorted()).toEqual(['.css', '.js']);
  for (const file of filesOf('index.html')) expect(file).not.toContain('film-viewer');
  expect(gzipped(viewer.map((file) => `assets/${file}`))).toBeLessThan(450_000);
});

test('no page has a script or a style of its own: the content security policy would stop it', () => {
  for (const page of ['index.html', 'launch.html', 'staff.html']) {
    const html = readFileSync(path.join(dist, page), 'utf8');
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
  }
});
