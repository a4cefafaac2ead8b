import { cp, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrabeculaError } from '../../errors.ts';
import { listPackages, RETIRED_MARK, type ListedPackage } from '../model-registry.ts';
import { readModelPackage, type ModelPackage } from './model-package.ts';

/**
 * Copies a package into the models folder under "<id>-<first 8 digits of its version>" after it was found whole. The
 * copy appears under its name only when complete. Throws TrabeculaError "bad-model-package", or "conflict" when that
 * version is there already.
 */
export async function addPackage(modelsFolder: string, from: string): Promise<ModelPackage> {
  const { manifest, version } = await readModelPackage(from);
  const folder = join(modelsFolder, `${manifest.id}-${version.slice(0, 8)}`);
  const there = (await listPackages(modelsFolder)).find((listed) => listed.model?.version === version);
  if (there !== undefined)
    throw new TrabeculaError('conflict', `this version is there already: ${there.folder} (${there.state})`);
  const unfinished = join(modelsFolder, `.adding-${manifest.id}`);
  await cp(from, unfinished, { recursive: true });
  await rename(unfinished, folder);
  return { folder, manifest, version };
}

/**
 * Marks an active package as retired: it stays for the record and is no longer run after the next start. `name` is its
 * id, its folder's name or the beginning of its version. Throws TrabeculaError "not-found", or "conflict" when more
 * than one active package answers to the name.
 */
export async function retirePackage(
  modelsFolder: string,
  name: string,
  retiredAt: Date,
  reason: string,
): Promise<ModelPackage> {
  const active = (await listPackages(modelsFolder)).filter((listed) => listed.state === 'active');
  const named = active.flatMap((listed) => (answersTo(listed, name) && listed.model ? [listed.model] : []));
  const [model, second] = named;
  if (model === undefined)
    throw new TrabeculaError('not-found', `no active model package answers to "${name}"`);
  if (second !== undefined)
    throw new TrabeculaError(
      'conflict',
      `"${name}" names ${named.map((m) => m.folder).join(', ')}: say which`,
    );
  const mark = { retiredAt: retiredAt.toISOString(), reason, version: model.version };
  await writeFile(join(model.folder, RETIRED_MARK), `${JSON.stringify(mark, null, 2)}\n`, { flag: 'wx' });
  return model;
}

function answersTo({ folder, model }: ListedPackage, name: string): boolean {
  return (
    model !== undefined &&
    (model.manifest.id === name ||
      folder.endsWith(`/${name}`) ||
      (name.length >= 8 && model.version.startsWith(name)))
  );
}
