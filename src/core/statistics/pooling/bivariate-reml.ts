import { cholesky, invertPositiveDefinite, logDeterminant, type Matrix } from '../matrix.ts';
import { minimise } from '../minimise.ts';
import { logit } from '../logit.ts';
import { notEstimable, type NotEstimable } from '../estimate.ts';
import { checkStudyTables, correctAllIfAnyZero, type StudyTable } from './study-table.ts';

/** Covariance of the true (logit sensitivity, logit FPR) between studies. */
export interface BetweenStudies {
  readonly sdSensitivity: number;
  readonly sdFalsePositiveRate: number;
  /** Correlation of logit sensitivity with logit FPR; a value at -1 or 1 lies on the edge of what can be. */
  readonly correlation: number;
}

/** A fitted approximate bivariate model (Reitsma 2005). */
export interface BivariateFit {
  readonly kind: 'fitted';
  readonly method: 'reml' | 'ml';
  /** (logit sensitivity, logit FPR) for each design column: [sens 0, fpr 0, sens 1, fpr 1, ...]. */
  readonly coefficients: readonly number[];
  readonly covariance: Matrix;
  readonly between: BetweenStudies;
  /** Of the observed proportions: the normal log-likelihood plus the log Jacobians of the logit. */
  readonly logLikelihood: number;
  readonly studies: number;
}

export const FEWEST_STUDIES = 4;

interface Observation {
  /** logit sensitivity, logit FPR */
  readonly y: readonly [number, number];
  readonly within: readonly [number, number];
  readonly design: readonly number[];
}

/**
 * Approximate bivariate random-effects model of Reitsma et al. 2005 as `mada::reitsma` fits it: y = (logit sens,
 * logit FPR), within-study covariance diag(1/TP + 1/FN, 1/FP + 1/TN), unstructured covariance between studies.
 *
 * `covariates[i]` holds study i's covariates without the intercept; each acts on both outcomes. Throws
 * TrabeculaError "bad-input-file" for impossible tables; with fewer than 4 studies says that it cannot be fitted.
 */
export function fitBivariate(
  studies: readonly StudyTable[],
  options: { readonly method?: 'reml' | 'ml'; readonly covariates?: readonly (readonly number[])[] } = {},
): BivariateFit | NotEstimable {
  checkStudyTables(studies);
  if (studies.length < FEWEST_STUDIES)
    return notEstimable(
      `${studies.length} studies: the spread and correlation between studies cannot be estimated from fewer than 4`,
    );
  const method = options.method ?? 'reml';
  const observations = correctAllIfAnyZero(studies).map((study, i) =>
    observe(study, [1, ...(options.covariates?.[i] ?? [])]),
  );
  // Sigma = L L' with L lower triangular: any L is allowed, and a variance of zero is an ordinary point.
  const found = minimise(
    (l) => -profile(observations, l, method).logLikelihood,
    startingFactor(observations),
  );
  const best = profile(observations, found.at, method);
  if (!Number.isFinite(best.logLikelihood))
    return notEstimable('the model could not be fitted: the covariates do not vary independently');
  return {
    kind: 'fitted',
    method,
    coefficients: best.coefficients,
    covariance: best.covariance,
    between: betweenFromFactor(found.at),
    logLikelihood: best.logLikelihood + sumOfLogJacobians(observations),
    studies: studies.length,
  };
}

function observe(study: StudyTable, design: readonly number[]): Observation {
  const { truePositives: tp, falseNegatives: fn, falsePositives: fp, trueNegatives: tn } = study;
  return {
    y: [logit(tp / (tp + fn)), logit(fp / (fp + tn))],
    within: [1 / tp + 1 / fn, 1 / fp + 1 / tn],
    design,
  };
}

/** Start at the observed spread of each outcome, uncorrelated. */
function startingFactor(observations: readonly Observation[]): number[] {
  const spread = (k: 0 | 1) => {
    const mean = observations.reduce((sum, o) => sum + o.y[k], 0) / observations.length;
    const variance = observations.reduce((sum, o) => sum + (o.y[k] - mean) ** 2, 0) / observations.length;
    return Math.max(0.1, Math.sqrt(variance));
  };
  return [spread(0), 0, spread(1)];
}

function betweenFromFactor([l11, l21, l22]: readonly number[]): BetweenStudies {
  const sdSensitivity = Math.abs(l11!);
  const sdFalsePositiveRate = Math.hypot(l21!, l22!);
  const product = sdSensitivity * sdFalsePositiveRate;
  return { sdSensitivity, sdFalsePositiveRate, correlation: product === 0 ? 0 : (l11! * l21!) / product };
}

interface Profile {
  readonly logLikelihood: number;
  readonly coefficients: readonly number[];
  readonly covariance: Matrix;
}

/** Log-likelihood at a covariance between studies, the coefficients at their generalised least squares values. */
function profile(
  observations: readonly Observation[],
  [l11, l21, l22]: readonly number[],
  method: 'reml' | 'ml',
): Profile {
  const between = [l11! * l11!, l11! * l21!, l21! * l21! + l22! * l22!] as const;
  const p = 2 * observations[0]!.design.length;
  const information = Array.from({ length: p }, () => new Array<number>(p).fill(0));
  const score = new Array<number>(p).fill(0);
  let logDeterminants = 0;
  let quadratic = 0;
  for (const { y, within, design } of observations) {
    // Inverse of the 2 x 2 marginal covariance V = within + between.
    const [a, b, d] = [within[0] + between[0], between[1], within[1] + between[2]];
    const determinant = a * d - b * b;
    const w = [
      [d / determinant, -b / determinant],
      [-b / determinant, a / determinant],
    ] as const;
    logDeterminants += Math.log(determinant);
    for (let r = 0; r < 2; r++) {
      const wy = w[r]![0]! * y[0] + w[r]![1]! * y[1];
      quadratic += y[r]! * wy;
      design.forEach((x, i) => {
        score[2 * i + r]! += x * wy;
        design.forEach((z, j) => {
          for (let c = 0; c < 2; c++) information[2 * i + r]![2 * j + c]! += x * w[r]![c]! * z;
        });
      });
    }
  }
  const lower = cholesky(information);
  const covariance = invertPositiveDefinite(information);
  if (lower === undefined || covariance === undefined)
    return { logLikelihood: -Infinity, coefficients: [], covariance: [] };
  const coefficients = covariance.map((row) => row.reduce((sum, v, i) => sum + v * score[i]!, 0));
  const residual = quadratic - coefficients.reduce((sum, c, i) => sum + c * score[i]!, 0);
  const n = 2 * observations.length;
  const restricted = method === 'reml' ? logDeterminant(lower) : 0;
  const constant = (method === 'reml' ? n - p : n) * Math.log(2 * Math.PI);
  return {
    logLikelihood: -0.5 * (constant + logDeterminants + residual + restricted),
    coefficients,
    covariance,
  };
}

/** d logit(p) / dp = 1 / (p (1 - p)) for each observed proportion; with eta = logit p, ln of it is 2 ln(1 + e^eta) - eta. */
function sumOfLogJacobians(observations: readonly Observation[]): number {
  const one = (eta: number) => 2 * Math.log1p(Math.exp(eta)) - eta;
  return observations.reduce((sum, { y }) => sum + one(y[0]) + one(y[1]), 0);
}
