import type { BetweenStudies } from './bivariate-reml.ts';

/** HSROC parameters of Rutter and Gatsonis 2001, from the bivariate model (Harbord et al. 2007, equations 5 to 9). */
export interface HsrocParameters {
  /** Accuracy. */
  readonly lambda: number;
  /** Threshold. */
  readonly theta: number;
  /** Shape: 0 means a symmetric curve. */
  readonly beta: number;
  readonly varianceTheta: number;
  readonly varianceAlpha: number;
}

/** `mean` is (logit sensitivity, logit FPR). */
export function hsrocParameters(
  [meanSensitivity, meanFpr]: readonly [number, number],
  between: BetweenStudies,
): HsrocParameters {
  const { sdSensitivity: s1, sdFalsePositiveRate: s2, correlation } = between;
  const ratio = Math.sqrt(s2 / s1);
  const covariance = correlation * s1 * s2;
  return {
    lambda: ratio * meanSensitivity - meanFpr / ratio,
    theta: (ratio * meanSensitivity + meanFpr / ratio) / 2,
    beta: Math.log(s2 / s1),
    varianceTheta: (s1 * s2 + covariance) / 2,
    varianceAlpha: 2 * (s1 * s2 - covariance),
  };
}
