import type { View } from '../../core/film/film.ts';
import type { ModelInputDescription } from '../../core/model/manifest.ts';
import type { NetworkSpeed } from '../../core/model/slow-int8.ts';
import { TrabeculaError } from '../../errors.ts';
import { loadModelSet, type ModelSet } from '../model-registry.ts';
import { openScoreNetwork, type NetworkSession } from './network-session.ts';

const RUNS = 5;

/**
 * How fast the int8 networks of a set are beside the fp32 networks of the same folder; empty when there is nothing to
 * compare with. Blocks its thread for some runs of each network: for workers, once.
 */
export async function compareSpeed(
  models: ModelSet,
  networks: Readonly<Record<View, NetworkSession<unknown>>>,
  modelsFolder: string,
): Promise<readonly NetworkSpeed[]> {
  const int8Views = (['ap', 'lateral'] as const).filter(
    (view) => models.score[view].manifest.file.precision === 'int8',
  );
  if (int8Views.length === 0) return [];
  const beside = await fp32Models(modelsFolder);
  const speeds: NetworkSpeed[] = [];
  for (const view of beside === undefined ? [] : int8Views) {
    const fp32 = await openScoreNetwork(beside!.score[view]);
    const { input } = models.score[view].manifest;
    speeds.push({
      view,
      int8Ms: await medianMs(networks[view], input),
      fp32Ms: await medianMs(fp32, beside!.score[view].manifest.input),
    });
  }
  return speeds;
}

/** A site may have retired its fp32 packages: then there is nothing to compare with. */
async function fp32Models(modelsFolder: string): Promise<ModelSet | undefined> {
  return loadModelSet(modelsFolder).catch((error: unknown) => {
    if (error instanceof TrabeculaError) return undefined;
    throw error;
  });
}

async function medianMs(network: NetworkSession<unknown>, input: ModelInputDescription): Promise<number> {
  const tensor = new Float32Array(input.heightPx * input.widthPx);
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const begun = performance.now();
    await network.run(tensor);
    times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b)[(RUNS - 1) / 2]!;
}
