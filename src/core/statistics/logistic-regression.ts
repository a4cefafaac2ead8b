import { expit, log1pExp } from './logit.ts';
import { dot, invertPositiveDefinite, multiplyVector, zeros, type Matrix } from './matrix.ts';
import { notEstimable, type NotEstimable } from './estimate.ts';

export interface LogisticFit {
  readonly kind: 'fitted';
  readonly coefficients: readonly number[];
  /** Inverse of the observed information at the maximum. */
  readonly covariance: Matrix;
  readonly logLikelihood: number;
  readonly cases: number;
}

/** One case: its row of the design matrix (the intercept's 1 included), its outcome, and an optional fixed offset. */
export interface LogisticCase {
  readonly terms: readonly number[];
  readonly positive: boolean;
  readonly offset?: number;
}

/**
 * Maximum likelihood logistic regression by Newton's method with step halving. Says so when the outcome is separated
 * by the terms (no finite maximum) or the terms do not vary independently.
 */
export function fitLogistic(cases: readonly LogisticCase[]): LogisticFit | NotEstimable {
  if (cases.length === 0) return notEstimable('no cases');
  if (cases.every((c) => c.positive) || cases.every((c) => !c.positive))
    return notEstimable('all cases have the same outcome');
  let coefficients = new Array<number>(cases[0]!.terms.length).fill(0);
  let logLikelihood = logLikelihoodAt(cases, coefficients);
  for (let iteration = 0; iteration < 100; iteration++) {
    const { score, information } = derivatives(cases, coefficients);
    const covariance = invertPositiveDefinite(information);
    if (covariance === undefined) return notEstimable('the terms do not vary independently');
    const step = multiplyVector(covariance, score);
    if (dot(step, score) < 1e-12)
      return runsAway(cases, covariance)
        ? SEPARATED
        : { kind: 'fitted', coefficients, covariance, logLikelihood, cases: cases.length };
    let length = 1;
    let next = coefficients.map((c, i) => c + step[i]!);
    while (logLikelihoodAt(cases, next) < logLikelihood && length > 1e-8) {
      length /= 2;
      next = coefficients.map((c, i) => c + length * step[i]!);
    }
    coefficients = next;
    logLikelihood = logLikelihoodAt(cases, coefficients);
    // A perfect fit has likelihood 1: its coefficients grow without end.
    if (logLikelihood > -1e-6 * cases.length) break;
  }
  return SEPARATED;
}

const SEPARATED = notEstimable('the terms separate the outcomes: no finite estimate');

/**
 * Quasi-complete separation: the likelihood levels off while a coefficient grows, and the linear predictor of some case
 * has no bound. A standard error of 100 on the logit scale is that, whatever the units of the terms.
 */
function runsAway(cases: readonly LogisticCase[], covariance: Matrix): boolean {
  return cases.some(({ terms }) => dot(terms, multiplyVector(covariance, terms)) > 1e4);
}

function linear(c: LogisticCase, coefficients: readonly number[]): number {
  return (c.offset ?? 0) + dot(c.terms, coefficients);
}

function logLikelihoodAt(cases: readonly LogisticCase[], coefficients: readonly number[]): number {
  return cases.reduce((sum, c) => {
    const eta = linear(c, coefficients);
    return sum + (c.positive ? eta : 0) - log1pExp(eta);
  }, 0);
}

function derivatives(cases: readonly LogisticCase[], coefficients: readonly number[]) {
  const p = coefficients.length;
  const score = new Array<number>(p).fill(0);
  const information = zeros(p, p);
  for (const c of cases) {
    const probability = expit(linear(c, coefficients));
    const weight = probability * (1 - probability);
    for (let i = 0; i < p; i++) {
      score[i]! += c.terms[i]! * ((c.positive ? 1 : 0) - probability);
      for (let j = 0; j < p; j++) information[i]![j]! += weight * c.terms[i]! * c.terms[j]!;
    }
  }
  return { score, information };
}
