import { existsSync, readFileSync } from 'node:fs';

/** Version of package.json, from source (src/compose) and compiled (dist/src/compose). */
export function productVersion(): string {
  const candidates = ['../../package.json', '../../../package.json'].map(
    (path) => new URL(path, import.meta.url),
  );
  const found = candidates.find((url) => existsSync(url));
  if (found === undefined) throw new TypeError('package.json is not beside the program');
  return (JSON.parse(readFileSync(found, 'utf8')) as { version: string }).version;
}
