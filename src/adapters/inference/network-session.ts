import { InferenceSession, Tensor } from 'onnxruntime-node';
import { TrabeculaError } from '../../errors.ts';
import type { ModelManifest, ScoreManifest, SuitabilityManifest } from '../../core/model/manifest.ts';
import type { ScoreOutput } from '../../core/model/model-output.ts';
import type { LoadedModelPackage } from '../model-package/model-package.ts';

/** One network, loaded once and warm. Not for the event loop of a service: running it blocks its thread. */
export interface NetworkSession<Output> {
  /** `tensor`: NCHW [1, 1, heightPx, widthPx] as the manifest says. */
  run(tensor: Float32Array): Promise<Output>;
}

/**
 * Opens a score network. One intra-op thread: two in one process cost twice the CPU for a third more speed. Throws
 * TrabeculaError "bad-model-package" when the graph cannot be loaded or its outputs do not have the stated shape.
 */
export async function openScoreNetwork(
  model: LoadedModelPackage<ScoreManifest>,
): Promise<NetworkSession<ScoreOutput>> {
  const { logits, cam, novelty } = model.manifest.outputs;
  return open(
    model,
    { [logits.name]: 2, [cam.name]: cam.rows * cam.columns, [novelty.name]: 1 },
    (outputs) => ({
      logits: outputs[logits.name] ?? [],
      cam: outputs[cam.name] ?? [],
      novelty: outputs[novelty.name]?.[0] ?? Number.NaN,
    }),
  );
}

/** Opens the suitability network; its answer is the logits in the order of the manifest's classes. */
export async function openSuitabilityNetwork(
  model: LoadedModelPackage<SuitabilityManifest>,
): Promise<NetworkSession<readonly number[]>> {
  const { logits } = model.manifest.outputs;
  return open(model, { [logits.name]: logits.classes.length }, (outputs) => outputs[logits.name] ?? []);
}

type Outputs = Readonly<Record<string, readonly number[]>>;

async function open<Output>(
  model: LoadedModelPackage,
  valueCounts: Readonly<Record<string, number>>,
  read: (outputs: Outputs) => Output,
): Promise<NetworkSession<Output>> {
  const { input } = model.manifest;
  const session = await load(model);
  const run = async (tensor: Float32Array): Promise<Outputs> => {
    const dims = [1, input.channels, input.heightPx, input.widthPx];
    const answer = await session.run(
      { [input.name]: new Tensor('float32', tensor, dims) },
      Object.keys(valueCounts),
    );
    return Object.fromEntries(
      Object.entries(answer).map(([name, value]) => [name, Array.from(value.data as Float32Array)]),
    );
  };
  // The first run compiles kernels and shows whether the graph is the one that the manifest describes.
  const first = await runFirst(model.manifest, run);
  for (const [name, count] of Object.entries(valueCounts))
    if (first[name]?.length !== count)
      throw wrongShape(
        model.manifest,
        `output "${name}" has ${first[name]?.length ?? 0} values, expected ${count}`,
      );
  return { run: async (tensor) => read(await run(tensor)) };
}

async function load(model: LoadedModelPackage): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(model.network, {
      executionProviders: ['cpu'],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    });
  } catch (cause) {
    throw wrongShape(model.manifest, 'the network cannot be loaded', cause);
  }
}

async function runFirst(
  manifest: ModelManifest,
  run: (tensor: Float32Array) => Promise<Outputs>,
): Promise<Outputs> {
  try {
    return await run(new Float32Array(manifest.input.heightPx * manifest.input.widthPx));
  } catch (cause) {
    throw wrongShape(
      manifest,
      'the network does not take the stated input or give the stated outputs',
      cause,
    );
  }
}

function wrongShape(manifest: ModelManifest, fault: string, cause?: unknown): TrabeculaError {
  return new TrabeculaError('bad-model-package', `model package ${manifest.id}: ${fault}`, { cause });
}
