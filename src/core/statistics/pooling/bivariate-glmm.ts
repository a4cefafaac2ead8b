import { notEstimable, type NotEstimable } from '../estimate.ts';
import { invertPositiveDefinite, type Matrix } from '../matrix.ts';
import { hessian, minimise } from '../minimise.ts';
import { FEWEST_STUDIES, fitBivariate, type BetweenStudies } from './bivariate-reml.ts';
import { gaussHermite } from './gauss-hermite.ts';
import { logCoefficients, studyLogLikelihood, type RandomEffects } from './study-likelihood.ts';
import { checkStudyTables, type StudyTable } from './study-table.ts';

/** A fitted exact binomial bivariate model. */
export interface BinomialFit {
  readonly kind: 'fitted';
  /** (logit sensitivity, logit specificity) */
  readonly mean: readonly [number, number];
  /** Covariance of `mean` from the observed information of all five parameters; absent on the edge. */
  readonly covariance: Matrix | NotEstimable;
  readonly sdSensitivity: number;
  readonly sdSpecificity: number;
  /** Of logit sensitivity with logit specificity. */
  readonly correlation: number;
  /** With the binomial coefficients, as Stata's metandi reports it. */
  readonly logLikelihood: number;
  readonly quadraturePoints: number;
  readonly studies: number;
}

/**
 * Exact binomial bivariate model (Chu and Cole 2006; Stata `metandi`, `midas`): TP ~ Binomial, TN ~ Binomial, logits
 * jointly normal between studies; maximum likelihood by adaptive Gauss-Hermite quadrature. No continuity correction:
 * zero cells enter as they are. Throws TrabeculaError "bad-input-file" for impossible tables.
 */
export function fitBinomialBivariate(
  studies: readonly StudyTable[],
  quadraturePoints = 15,
): BinomialFit | NotEstimable {
  checkStudyTables(studies);
  if (studies.length < FEWEST_STUDIES)
    return notEstimable(
      `${studies.length} studies: the spread and correlation between studies cannot be estimated from fewer than 4`,
    );
  const rule = gaussHermite(quadraturePoints);
  const negative = (x: readonly number[]) =>
    -studies.reduce((sum, study) => sum + studyLogLikelihood(study, effectsOf(x), rule), 0);
  const found = minimise(negative, startingPoint(studies));
  const { mean, factor } = effectsOf(found.at);
  const sdSpecificity = Math.hypot(factor[1], factor[2]);
  return {
    kind: 'fitted',
    mean,
    covariance: meanCovariance(negative, found.at),
    sdSensitivity: Math.abs(factor[0]),
    sdSpecificity,
    correlation: sdSpecificity === 0 ? 0 : (Math.sign(factor[0]) * factor[1]) / sdSpecificity,
    logLikelihood: -found.value + studies.reduce((sum, study) => sum + logCoefficients(study), 0),
    quadraturePoints,
    studies: studies.length,
  };
}

/** The same fit in the coordinates of the approximate model: logit FPR in place of logit specificity. */
export function inFalsePositiveCoordinates(fit: BinomialFit): {
  readonly mean: readonly [number, number];
  readonly between: BetweenStudies;
} {
  return {
    mean: [fit.mean[0], -fit.mean[1]],
    between: {
      sdSensitivity: fit.sdSensitivity,
      sdFalsePositiveRate: fit.sdSpecificity,
      correlation: -fit.correlation,
    },
  };
}

function effectsOf([m1, m2, l11, l21, l22]: readonly number[]): RandomEffects {
  return { mean: [m1!, m2!], factor: [l11!, l21!, l22!] };
}

/** The approximate model's estimates, sign turned from FPR to specificity: a few steps from the exact ones. */
function startingPoint(studies: readonly StudyTable[]): number[] {
  const near = fitBivariate(studies, { method: 'ml' });
  if (near.kind === 'not-estimable') return [1, 1, 0.7, -0.2, 0.7];
  const { sdSensitivity, sdFalsePositiveRate, correlation } = near.between;
  // Away from the edges, where the derivative in the factor would vanish and the search would never leave.
  const rho = Math.max(-0.9, Math.min(0.9, -correlation));
  const sd = Math.max(0.2, sdFalsePositiveRate);
  return [
    near.coefficients[0]!,
    -near.coefficients[1]!,
    Math.max(0.2, sdSensitivity),
    rho * sd,
    sd * Math.sqrt(1 - rho * rho),
  ];
}

function meanCovariance(
  negative: (x: readonly number[]) => number,
  at: readonly number[],
): Matrix | NotEstimable {
  const inverse = invertPositiveDefinite(hessian(negative, at));
  if (inverse === undefined)
    return notEstimable('a variance between studies is estimated at zero or a correlation at its limit');
  return [
    [inverse[0]![0]!, inverse[0]![1]!],
    [inverse[1]![0]!, inverse[1]![1]!],
  ];
}
