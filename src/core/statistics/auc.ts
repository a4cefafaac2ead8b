import { normalCritical, normalTwoSidedP } from './distributions.ts';
import { CONFIDENCE_LEVEL, estimate, notEstimable, type Estimated, type NotEstimable } from './estimate.ts';
import { expit, logit } from './logit.ts';
import type { ScoredCase } from './two-by-two.ts';

/** Area under the ROC curve with DeLong's variance. */
export interface Auc {
  readonly kind: 'estimated';
  readonly value: number;
  /** DeLong, DeLong and Clarke-Pearson 1988. */
  readonly variance: number;
  readonly positives: number;
  readonly negatives: number;
  /** On the logit scale, so that it stays within 0 and 1. */
  readonly interval: Estimated;
}

/** Structural components of the Mann-Whitney statistic: one a positive case (v10) and one a negative case (v01). */
interface Components {
  readonly ofPositives: readonly number[];
  readonly ofNegatives: readonly number[];
}

/** P(score of a positive > score of a negative) + half the ties, with its DeLong variance and interval. */
export function auc(cases: readonly ScoredCase[], level = CONFIDENCE_LEVEL): Auc | NotEstimable {
  checkScores(cases);
  const components = componentsOf(cases);
  const [m, n] = [components.ofPositives.length, components.ofNegatives.length];
  if (m < 2 || n < 2)
    return notEstimable(`needs at least 2 cases with and 2 without the condition; there are ${m} and ${n}`);
  const value = mean(components.ofPositives);
  const variance =
    covariance(components.ofPositives, components.ofPositives) / m +
    covariance(components.ofNegatives, components.ofNegatives) / n;
  return {
    kind: 'estimated',
    value,
    variance,
    positives: m,
    negatives: n,
    interval: logitInterval(value, variance, level),
  };
}

/** Difference of two AUCs on the same cases. */
export interface PairedAuc {
  readonly kind: 'estimated';
  readonly difference: number;
  readonly lower: number;
  readonly upper: number;
  readonly p: number;
}

/**
 * AUC of `first` minus AUC of `second`, both scored on the same cases in the same order, with DeLong's covariance.
 * Throws TypeError when the two lists are not the same cases.
 */
export function compareAucs(
  first: readonly ScoredCase[],
  second: readonly ScoredCase[],
  level = CONFIDENCE_LEVEL,
): PairedAuc | NotEstimable {
  if (first.length !== second.length || first.some((c, i) => c.positive !== second[i]!.positive))
    throw new TypeError('a paired comparison needs the same cases in the same order');
  checkScores(first);
  checkScores(second);
  const [a, b] = [componentsOf(first), componentsOf(second)];
  const [m, n] = [a.ofPositives.length, a.ofNegatives.length];
  if (m < 2 || n < 2)
    return notEstimable(`needs at least 2 cases with and 2 without the condition; there are ${m} and ${n}`);
  const difference = mean(a.ofPositives) - mean(b.ofPositives);
  const positives = a.ofPositives.map((v, i) => v - b.ofPositives[i]!);
  const negatives = a.ofNegatives.map((v, i) => v - b.ofNegatives[i]!);
  const variance = covariance(positives, positives) / m + covariance(negatives, negatives) / n;
  const half = normalCritical(level) * Math.sqrt(variance);
  const p = variance === 0 ? (difference === 0 ? 1 : 0) : normalTwoSidedP(difference / Math.sqrt(variance));
  return { kind: 'estimated', difference, lower: difference - half, upper: difference + half, p };
}

function logitInterval(value: number, variance: number, level: number): Estimated {
  if (value === 0 || value === 1)
    return notEstimable('the scores separate the two groups completely: the interval needs more cases');
  const half = (normalCritical(level) * Math.sqrt(variance)) / (value * (1 - value));
  return estimate(value, expit(logit(value) - half), expit(logit(value) + half));
}

/** By midranks (Sun and Xu 2014): n log n, and equal to counting all pairs. */
function componentsOf(cases: readonly ScoredCase[]): Components {
  const positives = cases.filter((c) => c.positive).map((c) => c.score);
  const negatives = cases.filter((c) => !c.positive).map((c) => c.score);
  const rankAmongAll = midranks([...positives, ...negatives]);
  const rankAmongPositives = midranks(positives);
  const rankAmongNegatives = midranks(negatives);
  return {
    ofPositives: positives.map((_, i) => (rankAmongAll[i]! - rankAmongPositives[i]!) / negatives.length),
    ofNegatives: negatives.map(
      (_, j) => 1 - (rankAmongAll[positives.length + j]! - rankAmongNegatives[j]!) / positives.length,
    ),
  };
}

function midranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1]!] === values[order[start]!]) end++;
    for (let k = start; k <= end; k++) ranks[order[k]!] = (start + end) / 2 + 1;
    start = end + 1;
  }
  return ranks;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

function covariance(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  return a.reduce((sum, v, i) => sum + (v - meanA) * (b[i]! - meanB), 0) / (a.length - 1);
}

function checkScores(cases: readonly ScoredCase[]): void {
  if (cases.some((c) => !Number.isFinite(c.score))) throw new TypeError('every score is a finite number');
}
