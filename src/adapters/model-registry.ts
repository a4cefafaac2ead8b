import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrabeculaError } from '../errors.ts';
import type { NoProbability, TrainingDataKind } from '../core/evidence/image-evidence.ts';
import type { View } from '../core/film/film.ts';
import type { Combination } from '../core/model/combination.ts';
import type { Precision, ScoreManifest, SuitabilityManifest } from '../core/model/manifest.ts';
import { combinationSchema } from './model-package/combination-schema.ts';
import {
  readModelPackage,
  type LoadedModelPackage,
  type ModelPackage,
} from './model-package/model-package.ts';

/** Beside the manifest of a package that is kept for the record and no longer run. */
export const RETIRED_MARK = 'retired.json';

/** The models that run: one a view, and the network that says whether a film is one they may read. */
export interface ModelSet {
  readonly score: Readonly<Record<View, LoadedModelPackage<ScoreManifest>>>;
  readonly suitability: LoadedModelPackage<SuitabilityManifest>;
  /** How the views are read together; absent when it was fitted with other files than these, or is not there. */
  readonly combination:
    | { readonly kind: 'fitted'; readonly combination: Combination }
    | (NoProbability & { readonly kind: 'absent' });
  /** "simulated" as soon as one model is: it decides the words that every output carries. */
  readonly trainingData: TrainingDataKind;
}

export interface ListedPackage {
  readonly folder: string;
  readonly state: 'active' | 'retired' | 'damaged';
  readonly model: ModelPackage | undefined;
  /** What is wrong with a damaged package. */
  readonly fault: string | undefined;
}

/** How the views are read together, by the arithmetic of the networks whose scores it was fitted to. */
const COMBINATION_FILES: Readonly<Record<Precision, string>> = {
  fp32: 'combination.json',
  int8: 'combination-int8.json',
};

/**
 * Finds folder/<package>/manifest.json, verifies every package that is not retired and picks one a view. With "int8" a
 * view that has no int8 package keeps its fp32 one, but one view at least must have one. Throws TrabeculaError
 * "bad-model-package" when a package is damaged, missing, or there are two for one view and precision.
 */
export async function loadModelSet(modelsFolder: string, precision: Precision = 'fp32'): Promise<ModelSet> {
  const packages: LoadedModelPackage[] = [];
  for (const folder of await packageFolders(modelsFolder))
    if (!(await exists(join(folder, RETIRED_MARK)))) packages.push(await readModelPackage(folder));
  const score = {
    ap: scoreModel(packages, 'ap', precision, modelsFolder),
    lateral: scoreModel(packages, 'lateral', precision, modelsFolder),
  };
  if (
    precision === 'int8' &&
    Object.values(score).every(({ manifest }) => manifest.file.precision !== 'int8')
  )
    throw new TrabeculaError('bad-model-package', `precision int8: no int8 package in ${modelsFolder}`);
  const suitability = onlyOne(packages.filter(isSuitability), 'suitability', modelsFolder);
  const all = [score.ap, score.lateral, suitability];
  return {
    score,
    suitability,
    combination: await readCombination(join(modelsFolder, COMBINATION_FILES[precision]), score),
    trainingData: all.some((model) => model.manifest.trainingData.kind === 'simulated')
      ? 'simulated'
      : 'clinical',
  };
}

/** Every package in the folder with its state, for people; damaged ones are listed, not thrown. */
export async function listPackages(modelsFolder: string): Promise<readonly ListedPackage[]> {
  const listed: ListedPackage[] = [];
  for (const folder of await packageFolders(modelsFolder)) {
    const retired = await exists(join(folder, RETIRED_MARK));
    try {
      const { manifest, version } = await readModelPackage(folder);
      listed.push({
        folder,
        state: retired ? 'retired' : 'active',
        model: { folder, manifest, version },
        fault: undefined,
      });
    } catch (error) {
      if (!(error instanceof TrabeculaError)) throw error;
      listed.push({ folder, state: 'damaged', model: undefined, fault: error.message });
    }
  }
  return listed;
}

async function packageFolders(modelsFolder: string): Promise<readonly string[]> {
  let names: string[];
  try {
    names = (await readdir(modelsFolder)).filter((name) => !name.startsWith('.')).sort();
  } catch (cause) {
    throw new TrabeculaError('bad-model-package', `models folder ${modelsFolder} cannot be read`, { cause });
  }
  const folders: string[] = [];
  for (const name of names) {
    const folder = join(modelsFolder, name);
    if (await exists(join(folder, 'manifest.json'))) folders.push(folder);
  }
  return folders;
}

async function readCombination(path: string, score: ModelSet['score']): Promise<ModelSet['combination']> {
  if (!(await exists(path))) return { kind: 'absent', reason: 'no-site-fit' };
  const parsed = combinationSchema.safeParse(parseJson(await readFile(path, 'utf8'), path));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new TrabeculaError(
      'bad-model-package',
      `${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`,
    );
  }
  const fittedWith = parsed.data.modelVersionsOf;
  const same = (['ap', 'lateral'] as const).every(
    (view) => fittedWith[view] === score[view].manifest.file.sha256,
  );
  return same
    ? { kind: 'fitted', combination: parsed.data }
    : { kind: 'absent', reason: 'model-version-differs' };
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TrabeculaError('bad-model-package', `${path} is not JSON`, { cause });
  }
}

function isScoreOf(view: View) {
  return (model: LoadedModelPackage): model is LoadedModelPackage<ScoreManifest> =>
    model.manifest.kind === 'score' && model.manifest.view === view;
}

/** The view's package of that precision; without one of int8, the fp32 package. */
function scoreModel(
  packages: readonly LoadedModelPackage[],
  view: View,
  precision: Precision,
  modelsFolder: string,
): LoadedModelPackage<ScoreManifest> {
  const ofView = packages.filter(isScoreOf(view));
  const of = (wanted: Precision) => ofView.filter(({ manifest }) => manifest.file.precision === wanted);
  const wanted = of(precision);
  return onlyOne(wanted.length > 0 ? wanted : of('fp32'), `${view} view`, modelsFolder);
}

function isSuitability(model: LoadedModelPackage): model is LoadedModelPackage<SuitabilityManifest> {
  return model.manifest.kind === 'suitability';
}

function onlyOne<T extends LoadedModelPackage>(found: readonly T[], what: string, modelsFolder: string): T {
  const [first, second] = found;
  if (first === undefined)
    throw new TrabeculaError('bad-model-package', `no model package for the ${what} in ${modelsFolder}`);
  if (second !== undefined)
    throw new TrabeculaError(
      'bad-model-package',
      `two model packages for the ${what} in ${modelsFolder}: retire one of ${first.folder}, ${second.folder}`,
    );
  return first;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
