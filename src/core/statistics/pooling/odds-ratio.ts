import { chiSquareUpper, normalCritical } from '../distributions.ts';
import { CONFIDENCE_LEVEL, estimate, notEstimable, type Estimate, type NotEstimable } from '../estimate.ts';
import { logit } from '../logit.ts';
import { checkStudyTables, correctAllIfAnyZero, type StudyTable } from './study-table.ts';

/** Univariate random-effects pooling of one effect (DerSimonian and Laird 1986). */
export interface RandomEffectsPool {
  readonly kind: 'pooled';
  readonly effect: Estimate;
  readonly tauSquared: number;
  readonly cochranQ: number;
  readonly degreesOfFreedom: number;
  readonly p: number;
  /** Higgins and Thompson 2002: max(0, (Q - df) / Q), a share, from Cochran's Q of this one effect. */
  readonly iSquaredHiggins: number;
  /**
   * Q and I2 as `mada::madauni` prints them: the same sum with the random-effects weights, which already allow for
   * tau2. Far smaller than Cochran's Q and no measure of heterogeneity; kept to compare with that package.
   */
  readonly qAtRandomWeights: number;
  readonly iSquaredAtRandomWeights: number;
}

export interface Effect {
  readonly value: number;
  readonly variance: number;
}

/** Pools effects on their own scale; `effect` is on that scale too. Needs two studies. */
export function poolEffects(
  effects: readonly Effect[],
  level = CONFIDENCE_LEVEL,
): RandomEffectsPool | NotEstimable {
  if (effects.length < 2) return notEstimable('one study has nothing to be pooled with');
  const weights = effects.map((e) => 1 / e.variance);
  const total = sum(weights);
  const fixed = sum(effects.map((e, i) => e.value * weights[i]!)) / total;
  const cochranQ = sum(effects.map((e, i) => weights[i]! * (e.value - fixed) ** 2));
  const degreesOfFreedom = effects.length - 1;
  const spread = total - sum(weights.map((w) => w * w)) / total;
  const tauSquared = Math.max(0, (cochranQ - degreesOfFreedom) / spread);
  const random = effects.map((e) => 1 / (e.variance + tauSquared));
  const value = sum(effects.map((e, i) => e.value * random[i]!)) / sum(random);
  const half = normalCritical(level) / Math.sqrt(sum(random));
  const qAtRandomWeights = sum(effects.map((e, i) => random[i]! * (e.value - value) ** 2));
  return {
    kind: 'pooled',
    effect: estimate(value, value - half, value + half),
    tauSquared,
    cochranQ,
    degreesOfFreedom,
    p: chiSquareUpper(cochranQ, degreesOfFreedom),
    iSquaredHiggins: excessShare(cochranQ, degreesOfFreedom),
    qAtRandomWeights,
    iSquaredAtRandomWeights: excessShare(qAtRandomWeights, degreesOfFreedom),
  };
}

function excessShare(q: number, degreesOfFreedom: number): number {
  return q === 0 ? 0 : Math.max(0, (q - degreesOfFreedom) / q);
}

/** Diagnostic odds ratio over studies, pooled as its logarithm, given back as a ratio. 0.5 to all cells if any is 0. */
export function poolOddsRatios(
  studies: readonly StudyTable[],
  level = CONFIDENCE_LEVEL,
): RandomEffectsPool | NotEstimable {
  const pool = poolEffects(logOddsRatios(studies), level);
  if (pool.kind === 'not-estimable') return pool;
  const { value, lower, upper } = pool.effect;
  return { ...pool, effect: estimate(Math.exp(value), Math.exp(lower), Math.exp(upper)) };
}

/** ln DOR of each study with Woolf's variance. */
export function logOddsRatios(studies: readonly StudyTable[]): readonly Effect[] {
  checkStudyTables(studies);
  return correctAllIfAnyZero(studies).map((s) => ({
    value: Math.log((s.truePositives * s.trueNegatives) / (s.falsePositives * s.falseNegatives)),
    variance: 1 / s.truePositives + 1 / s.falseNegatives + 1 / s.falsePositives + 1 / s.trueNegatives,
  }));
}

/** Higgins' I2 of logit sensitivity and of logit specificity, each by itself (it ignores their correlation). */
export function marginalHeterogeneity(studies: readonly StudyTable[]): {
  readonly sensitivity: RandomEffectsPool | NotEstimable;
  readonly specificity: RandomEffectsPool | NotEstimable;
} {
  checkStudyTables(studies);
  const corrected = correctAllIfAnyZero(studies);
  const effect = (hits: number, misses: number): Effect => ({
    value: logit(hits / (hits + misses)),
    variance: 1 / hits + 1 / misses,
  });
  return {
    sensitivity: poolEffects(corrected.map((s) => effect(s.truePositives, s.falseNegatives))),
    specificity: poolEffects(corrected.map((s) => effect(s.trueNegatives, s.falsePositives))),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, v) => total + v, 0);
}
