import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../smart-app/src');

test('no component of the app puts text in as HTML: names and tags of charts and films stay text', () => {
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  expect(sources.length).toBeGreaterThan(10);
  const raw = /dangerouslySetInnerHTML|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write/;
  expect(sources.filter((file) => raw.test(readFileSync(join(folder, file), 'utf8')))).toEqual([]);
});
