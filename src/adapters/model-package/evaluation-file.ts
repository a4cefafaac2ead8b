import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { ModelEvaluation } from '../../core/model/evaluation.ts';
import { TrabeculaError } from '../../errors.ts';

const share = z.number().min(0).max(1).nullable();
const figure = z.object({
  value: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
});
const count = z.number().int().min(0);

const cut = z.object({
  name: z.string(),
  scoreAtOrAbove: z.number(),
  truePositive: count,
  falseNegative: count,
  falsePositive: count,
  trueNegative: count,
  sensitivity: figure,
  specificity: figure,
  predictive: z.array(
    z.object({ prevalence: z.number(), ppv: share, npv: share, flaggedPerThousand: z.number() }),
  ),
});

const difference = figure.extend({ baseline: z.string() });

const fittedProbability = z.object({
  auc: figure.optional(),
  minusBestBaseline: difference.optional(),
  calibration: z.object({ slope: z.number(), intercept: z.number(), brier: z.number() }),
});

const evaluatedSet = z.object({
  statement: z.string().optional(),
  films: count,
  positives: count,
  auc: figure,
  rocCurve: z.array(z.object({ falsePositiveShare: z.number(), truePositiveShare: z.number() })).optional(),
  thresholds: z.array(cut),
  calibration: z.object({
    slope: z.number(),
    intercept: z.number(),
    brier: z.number(),
    bins: z.array(z.object({ meanPredicted: z.number(), observed: z.number(), n: count })),
  }),
  subgroups: z
    .array(
      z.object({
        group: z.string(),
        value: z.string(),
        films: count,
        positives: count,
        auc: figure.nullable(),
        sensitivityAtFlagged: figure,
        specificityAtFlagged: figure,
      }),
    )
    .optional(),
  withoutDeformedVertebrae: z
    .object({
      films: count,
      auc: figure.nullable(),
      atFlagged: z.object({ sensitivity: figure, specificity: figure }).optional(),
    })
    .optional(),
  correlationWithWaistAtEqualBmd: z.number().optional(),
  refusedAsNovelShare: z.number().optional(),
  baselines: z.record(z.string(), figure).optional(),
  networkMinusBestBaseline: difference.optional(),
  fittedProbability: z.record(z.string(), fittedProbability).optional(),
  correlationOfViewScores: z.object({ positives: z.number(), negatives: z.number() }).optional(),
});

const evaluation = z.object({
  schemaVersion: z.literal(1),
  modelId: z.string(),
  fileSha256: z.union([z.string(), z.record(z.string(), z.string())]),
  statement: z.string(),
  figuresAre: z.enum(['simulated', 'clinical']),
  int8: z
    .object({
      films: count,
      aucChange: z.number(),
      equalDecisionShare: z.number().min(0).max(1),
      admitted: z.boolean(),
    })
    .optional(),
  sets: z.record(z.string(), evaluatedSet),
});

/** The evaluation in a file; undefined when there is none. Throws TrabeculaError "bad-model-package" for a malformed one. */
export async function readEvaluationFile(path: string): Promise<ModelEvaluation | undefined> {
  const value = await readJsonIfThere(path);
  if (value === undefined) return undefined;
  const parsed = evaluation.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new TrabeculaError(
    'bad-model-package',
    `${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`,
  );
}

const attributes = z.object({ fileSha256: z.string(), sourceAttributes: z.record(z.string(), z.string()) });

/** Source attributes of model-card.json, when it speaks of the file with this SHA-256; a card of other weights is none. */
export async function readSourceAttributes(
  path: string,
  fileSha256: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  const parsed = attributes.safeParse(await readJsonIfThere(path));
  if (!parsed.success || parsed.data.fileSha256 !== fileSha256) return undefined;
  return parsed.data.sourceAttributes;
}

async function readJsonIfThere(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new TrabeculaError('bad-model-package', `${path} cannot be read`, { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TrabeculaError('bad-model-package', `${path} is not JSON`, { cause });
  }
}
