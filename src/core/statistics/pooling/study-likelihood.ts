import { log1pExp, expit } from '../logit.ts';
import { logChoose } from '../gamma-function.ts';
import type { Quadrature } from './gauss-hermite.ts';
import type { StudyTable } from './study-table.ts';

// Bound once: the inner loop of the quadrature, where a global look-up costs as much as the function.
const { exp, log, sqrt, abs, SQRT2, PI } = Math;

/** Mean (logit sens, logit spec) and lower Cholesky factor (l11, l21, l22) of their covariance between studies. */
export interface RandomEffects {
  readonly mean: readonly [number, number];
  readonly factor: readonly [number, number, number];
}

/** ln of the two binomial coefficients of a study's table: constant in the parameters, part of the likelihood. */
export function logCoefficients(study: StudyTable): number {
  const { truePositives: tp, falseNegatives: fn, falsePositives: fp, trueNegatives: tn } = study;
  return logChoose(tp + fn, tp) + logChoose(fp + tn, tn);
}

/**
 * ln of the integral over u ~ N(0, I) of Binomial(TP; TP + FN, expit(eta1)) Binomial(TN; TN + FP, expit(eta2)), eta =
 * mean + L u, without the binomial coefficients: Gauss-Hermite nodes centred on the mode of u and scaled by the
 * curvature there (adaptive quadrature, Pinheiro and Bates 1995). In u a variance of zero needs no special case.
 */
export function studyLogLikelihood(study: StudyTable, effects: RandomEffects, rule: Quadrature): number {
  const mode = findMode(study, effects);
  const [c11, c21, c22] = scaleAt(mode, study, effects);
  let total = 0;
  const peak = logIntegrand(mode, study, effects);
  for (let i = 0; i < rule.nodes.length; i++) {
    for (let j = 0; j < rule.nodes.length; j++) {
      const [x, y] = [SQRT2 * rule.nodes[i]!, SQRT2 * rule.nodes[j]!];
      const u = [mode[0] + c11 * x, mode[1] + c21 * x + c22 * y] as const;
      const logTerm = logIntegrand(u, study, effects) - peak + (x * x + y * y) / 2;
      total += rule.weights[i]! * rule.weights[j]! * exp(logTerm);
    }
  }
  return peak + log(2 * c11 * c22 * total);
}

type Point = readonly [number, number];

function etaAt([u1, u2]: Point, { mean, factor }: RandomEffects): [number, number] {
  return [mean[0] + factor[0] * u1, mean[1] + factor[1] * u1 + factor[2] * u2];
}

function logIntegrand(u: Point, study: StudyTable, effects: RandomEffects): number {
  const [sensitivity, specificity] = etaAt(u, effects);
  const diseased = study.truePositives + study.falseNegatives;
  const healthy = study.falsePositives + study.trueNegatives;
  return (
    study.truePositives * sensitivity -
    diseased * log1pExp(sensitivity) +
    study.trueNegatives * specificity -
    healthy * log1pExp(specificity) -
    (u[0] * u[0] + u[1] * u[1]) / 2 -
    log(2 * PI)
  );
}

/** Negative second derivatives of the integrand's logarithm in u (symmetric, at least the identity). */
function curvature(u: Point, study: StudyTable, effects: RandomEffects): [number, number, number] {
  const [e1, e2] = etaAt(u, effects);
  const [p1, p2] = [expit(e1), expit(e2)];
  const w1 = (study.truePositives + study.falseNegatives) * p1 * (1 - p1);
  const w2 = (study.falsePositives + study.trueNegatives) * p2 * (1 - p2);
  const [l11, l21, l22] = effects.factor;
  return [1 + w1 * l11 * l11 + w2 * l21 * l21, w2 * l21 * l22, 1 + w2 * l22 * l22];
}

/** Damped Newton; the logarithm of the integrand is concave, so that there is one mode. */
function findMode(study: StudyTable, effects: RandomEffects): Point {
  const [l11, l21, l22] = effects.factor;
  let u: Point = [0, 0];
  let value = logIntegrand(u, study, effects);
  for (let iteration = 0; iteration < 100; iteration++) {
    const [e1, e2] = etaAt(u, effects);
    const r1 = study.truePositives - (study.truePositives + study.falseNegatives) * expit(e1);
    const r2 = study.trueNegatives - (study.falsePositives + study.trueNegatives) * expit(e2);
    const [g1, g2] = [l11 * r1 + l21 * r2 - u[0], l22 * r2 - u[1]];
    const [a, b, d] = curvature(u, study, effects);
    const determinant = a * d - b * b;
    const [s1, s2] = [(d * g1 - b * g2) / determinant, (a * g2 - b * g1) / determinant];
    let length = 1;
    let next: Point = [u[0] + s1, u[1] + s2];
    let reached = logIntegrand(next, study, effects);
    while (reached < value && length > 1e-6) {
      length /= 2;
      next = [u[0] + length * s1, u[1] + length * s2];
      reached = logIntegrand(next, study, effects);
    }
    u = next;
    value = reached;
    if (abs(s1) + abs(s2) < 1e-12) break;
  }
  return u;
}

/** Lower Cholesky factor of the inverse curvature at the mode. */
function scaleAt(u: Point, study: StudyTable, effects: RandomEffects): [number, number, number] {
  const [a, b, d] = curvature(u, study, effects);
  const determinant = a * d - b * b;
  const c11 = sqrt(d / determinant);
  return [c11, -b / determinant / c11, sqrt(1 / d)];
}
