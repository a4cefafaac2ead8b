import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder with one file for each of the given contents, film-0.dcm and so on. */
export async function filmFolder(files: readonly Uint8Array[]) {
  const folder = await mkdtemp(join(tmpdir(), 'trabecula-films-'));
  await Promise.all(files.map((bytes, index) => writeFile(join(folder, `film-${index}.dcm`), bytes)));
  return { folder, remove: () => rm(folder, { recursive: true }) };
}
