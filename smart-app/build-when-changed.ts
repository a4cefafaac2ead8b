import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';

const root = import.meta.dirname;
const stamp = path.join(root, 'dist', 'sources.sha256');

/** Digest over every source of the app, its settings and the lock file of its packages. */
async function digestOfSources(): Promise<string> {
  const files = [path.join(root, '..', 'package-lock.json')];
  for await (const file of glob(['src/**/*', '*.html', '*.ts', '*.json', 'public/**/*'], { cwd: root }))
    if (path.extname(file) !== '') files.push(path.join(root, file));
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(path.relative(root, file)).update(readFileSync(file));
  return hash.digest('hex');
}

const digest = await digestOfSources();
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== digest) {
  await build({ configFile: path.join(root, 'vite.config.ts'), logLevel: 'warn' });
  writeFileSync(stamp, digest);
}
