import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CardSource } from '../../../src/core/model-card/model-card.ts';
import type { ScoreManifest } from '../../../src/core/model/manifest.ts';
import type { EvaluatedSet, ModelEvaluation } from '../../../src/core/model/evaluation.ts';
import { fixtureModels } from '../../fixture-paths.ts';

export const manifest = JSON.parse(
  readFileSync(join(fixtureModels, 'lumbar-ap-resnet18', 'manifest.json'), 'utf8'),
) as ScoreManifest;

const figure = (value: number) => ({ value, lower: value - 0.05, upper: value + 0.05 });

const set: EvaluatedSet = {
  statement: 'other simulated people',
  films: 963,
  positives: 222,
  auc: figure(0.83),
  rocCurve: [
    { falsePositiveShare: 0, truePositiveShare: 0 },
    { falsePositiveShare: 0.3, truePositiveShare: 0.8 },
    { falsePositiveShare: 1, truePositiveShare: 1 },
  ],
  thresholds: ['flagged', 'operatingPoint'].map((name) => ({
    name,
    scoreAtOrAbove: 0.5,
    truePositive: 178,
    falseNegative: 44,
    falsePositive: 222,
    trueNegative: 519,
    sensitivity: figure(0.802),
    specificity: figure(0.7),
    predictive: [{ prevalence: 0.1, ppv: 0.23, npv: 0.97, flaggedPerThousand: 350 }],
  })),
  calibration: {
    slope: 0.97,
    intercept: 0.02,
    brier: 0.14,
    bins: [{ meanPredicted: 0.2, observed: 0.21, n: 96 }],
  },
  subgroups: [
    {
      group: 'sex',
      value: 'female',
      films: 800,
      positives: 200,
      auc: figure(0.82),
      sensitivityAtFlagged: figure(0.8),
      specificityAtFlagged: figure(0.7),
    },
    {
      group: 'vendor',
      value: 'dark curve, strong compression',
      films: 240,
      positives: 55,
      auc: figure(0.79),
      sensitivityAtFlagged: figure(0.75),
      specificityAtFlagged: figure(0.71),
    },
  ],
  withoutDeformedVertebrae: {
    films: 840,
    auc: figure(0.81),
    atFlagged: { sensitivity: figure(0.77), specificity: figure(0.72) },
  },
  fittedProbability: {
    both: {
      auc: figure(0.86),
      minusBestBaseline: { baseline: 'age, sex and weight', value: 0.16, lower: 0.12, upper: 0.2 },
      calibration: { slope: 1.03, intercept: -0.01, brier: 0.12 },
    },
  },
  baselines: { 'age, sex and weight': figure(0.7) },
  networkMinusBestBaseline: { baseline: 'age, sex and weight', value: 0.13, lower: 0.1, upper: 0.16 },
};

export const evaluation: ModelEvaluation = {
  schemaVersion: 1,
  modelId: manifest.id,
  fileSha256: manifest.file.sha256,
  statement: 'simulated',
  figuresAre: 'simulated',
  int8: { films: 1463, aucChange: -0.0012, equalDecisionShare: 0.9875, admitted: true },
  sets: { test: set, shifted: { ...set, auc: figure(0.8) } },
};

export const source: CardSource = {
  manifest,
  version: 'c'.repeat(64),
  attributes: { developer: 'Trabecula project & friends', validityLocal: 'claimed by the package' },
  evaluation,
};
