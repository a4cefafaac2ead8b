import { chiSquareUpper, normalCritical } from '../distributions.ts';
import { estimate, notEstimable, CONFIDENCE_LEVEL, type Estimate, type NotEstimable } from '../estimate.ts';
import { fitBivariate } from './bivariate-reml.ts';
import type { StudyTable } from './study-table.ts';

/** Whether a study-level covariate explains differences between studies, on both outcomes at once. */
export interface MetaRegression {
  readonly kind: 'estimated';
  /** Change of logit sensitivity for one unit of the covariate. */
  readonly onSensitivity: Estimate;
  /** Change of logit FPR for one unit of the covariate. */
  readonly onFalsePositiveRate: Estimate;
  /** Likelihood ratio statistic on 2 degrees of freedom; both models by maximum likelihood. */
  readonly likelihoodRatio: number;
  readonly p: number;
}

/**
 * Bivariate meta-regression on one covariate (0/1 for a subgroup). Coefficients by REML; the test by ML, because
 * restricted likelihoods of different fixed effects cannot be compared.
 */
export function metaRegression(
  studies: readonly StudyTable[],
  covariate: readonly number[],
  level = CONFIDENCE_LEVEL,
): MetaRegression | NotEstimable {
  if (covariate.length !== studies.length) throw new TypeError('one covariate value a study');
  if (studies.length < 6)
    return notEstimable(`${studies.length} studies: too few for a covariate (needs at least 6)`);
  if (new Set(covariate).size < 2) return notEstimable('the covariate is the same in all studies');
  const covariates = covariate.map((x) => [x]);
  const restricted = fitBivariate(studies, { covariates });
  const full = fitBivariate(studies, { method: 'ml', covariates });
  const plain = fitBivariate(studies, { method: 'ml' });
  if (restricted.kind === 'not-estimable') return restricted;
  if (full.kind === 'not-estimable') return full;
  if (plain.kind === 'not-estimable') return plain;
  const z = normalCritical(level);
  const change = (index: number) => {
    const value = restricted.coefficients[index]!;
    const half = z * Math.sqrt(restricted.covariance[index]![index]!);
    return estimate(value, value - half, value + half);
  };
  const likelihoodRatio = Math.max(0, 2 * (full.logLikelihood - plain.logLikelihood));
  return {
    kind: 'estimated',
    onSensitivity: change(2),
    onFalsePositiveRate: change(3),
    likelihoodRatio,
    p: chiSquareUpper(likelihoodRatio, 2),
  };
}
