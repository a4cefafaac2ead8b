import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Mutant } from './decision-mutants.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const COPIED = ['src', 'fhir-profiles', 'test', 'package.json', 'jest.config.js', 'tsconfig.json'];

/** A copy of the sources in which a file can be made wrong; the packages are linked. Gone when `use` is done. */
export async function inCopy<T>(use: (copy: string) => Promise<T>): Promise<T> {
  const copy = await mkdtemp(join(tmpdir(), 'trabecula-mutants-'));
  try {
    for (const name of COPIED) await cp(join(root, name), join(copy, name), { recursive: true });
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
    return await use(copy);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** Whether the tests pass in the copy. A run that does not end in jest's own "no" is an error, not a kill. */
export async function testsPass(copy: string, testPaths: readonly string[]): Promise<boolean> {
  const jest = join(copy, 'node_modules/jest/bin/jest.js');
  const options = ['--experimental-vm-modules', '--no-warnings', jest, '--bail', '--silent', ...testPaths];
  try {
    await run(process.execPath, options, { cwd: copy, maxBuffer: 64 * 1024 * 1024 });
    return true;
  } catch (error) {
    const output = String((error as { stderr?: unknown }).stderr ?? '');
    if (/Tests: +\d+ failed/.test(output)) return false;
    throw new Error(`jest did not run: ${output.slice(-2000)}`, { cause: error });
  }
}

/** Applies the mutant, runs the tests, puts the file back. True when a test failed. */
export async function isKilled(
  copy: string,
  { file, from, to }: Mutant,
  testPaths: readonly string[],
): Promise<boolean> {
  const path = join(copy, file);
  const source = await readFile(path, 'utf8');
  if (source.split(from).length !== 2) throw new Error(`"${from}" does not stand exactly once in ${file}`);
  await writeFile(
    path,
    source.replace(from, () => to),
  );
  try {
    return !(await testsPass(copy, testPaths));
  } finally {
    await writeFile(path, source);
  }
}
