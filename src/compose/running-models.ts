import type { ModelSet } from '../adapters/model-registry.ts';
import type { RunningModels } from '../core/go-live/effective-mode.ts';

/** The active models as the go-live rules see them: versions, arithmetic, and the training data of every package. */
export function runningModelsOf(models: ModelSet): RunningModels {
  const { ap, lateral } = models.score;
  const packages = [ap.manifest, lateral.manifest, models.suitability.manifest];
  const combination =
    models.combination.kind === 'fitted' ? [models.combination.combination.trainingData.kind] : [];
  return {
    versions: { ap: ap.version, lateral: lateral.version },
    // int8 as soon as one network computes so: a report is of one precision.
    precision: packages.some((m) => m.file.precision === 'int8') ? 'int8' : 'fp32',
    trainingData: [...packages.map((m) => m.trainingData.kind), ...combination],
  };
}
