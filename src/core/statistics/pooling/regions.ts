import { fQuantile } from '../distributions.ts';
import { CONFIDENCE_LEVEL } from '../estimate.ts';
import { expit } from '../logit.ts';
import { cholesky, type Matrix } from '../matrix.ts';
import type { BetweenStudies } from './bivariate-reml.ts';

/** A point of an ellipse in ROC space. */
export interface RocPlanePoint {
  readonly falsePositiveRate: number;
  readonly sensitivity: number;
}

/** Where the mean of (logit sens, logit FPR) lies: its covariance alone. */
export function confidenceRegion(
  mean: readonly [number, number],
  covariance: Matrix,
  studies: number,
  level = CONFIDENCE_LEVEL,
): readonly RocPlanePoint[] {
  return ellipse(mean, covariance, studies, level);
}

/** Where a new study is expected: covariance of the mean plus that between studies. */
export function predictionRegion(
  mean: readonly [number, number],
  covariance: Matrix,
  between: BetweenStudies,
  studies: number,
  level = CONFIDENCE_LEVEL,
): readonly RocPlanePoint[] {
  const { sdSensitivity: s1, sdFalsePositiveRate: s2, correlation } = between;
  const product = correlation * s1 * s2;
  return ellipse(
    mean,
    [
      [covariance[0]![0]! + s1 * s1, covariance[0]![1]! + product],
      [covariance[1]![0]! + product, covariance[1]![1]! + s2 * s2],
    ],
    studies,
    level,
  );
}

/** Radius sqrt(2 F(2, k - 2)) as Harbord et al. 2007 draw it (wider than chi-square's for few studies). */
function ellipse(
  mean: readonly [number, number],
  covariance: Matrix,
  studies: number,
  level: number,
): readonly RocPlanePoint[] {
  const lower = cholesky(covariance);
  if (lower === undefined || studies < 3) return [];
  const radius = Math.sqrt(2 * fQuantile(level, 2, studies - 2));
  return Array.from({ length: 121 }, (_, i) => {
    const angle = (2 * Math.PI * i) / 120;
    const [x, y] = [radius * Math.cos(angle), radius * Math.sin(angle)];
    return {
      sensitivity: expit(mean[0] + lower[0]![0]! * x),
      falsePositiveRate: expit(mean[1] + lower[1]![0]! * x + lower[1]![1]! * y),
    };
  });
}
