import { betaQuantile } from './beta-function.ts';
import { normalCritical } from './distributions.ts';
import { CONFIDENCE_LEVEL, estimate, notEstimable, type Estimated } from './estimate.ts';

/** Wilson's score interval (Wilson 1927; Newcombe 1998, method 3) of a proportion `successes / trials`. */
export function wilson(successes: number, trials: number, level = CONFIDENCE_LEVEL): Estimated {
  checkCounts(successes, trials);
  if (trials === 0) return notEstimable('nobody to count');
  const z = normalCritical(level);
  const p = successes / trials;
  const centre = p + (z * z) / (2 * trials);
  const half = z * Math.sqrt((p * (1 - p)) / trials + (z * z) / (4 * trials * trials));
  const scale = 1 + (z * z) / trials;
  // At the ends the formula gives exactly 0 and 1 but for rounding.
  const lower = successes === 0 ? 0 : (centre - half) / scale;
  const upper = successes === trials ? 1 : (centre + half) / scale;
  return estimate(p, lower, upper);
}

/** Exact interval of a proportion (Clopper and Pearson 1934), never narrower than its level. */
export function clopperPearson(successes: number, trials: number, level = CONFIDENCE_LEVEL): Estimated {
  checkCounts(successes, trials);
  if (trials === 0) return notEstimable('nobody to count');
  const tail = (1 - level) / 2;
  const failures = trials - successes;
  const lower = successes === 0 ? 0 : betaQuantile(tail, successes, failures + 1);
  const upper = failures === 0 ? 1 : betaQuantile(1 - tail, successes + 1, failures);
  return estimate(successes / trials, lower, upper);
}

function checkCounts(successes: number, trials: number): void {
  if (!Number.isInteger(successes) || !Number.isInteger(trials) || successes < 0 || successes > trials)
    throw new TypeError('whole counts with 0 <= successes <= trials');
}

/** Hits among trials of one group. */
export interface Counted {
  readonly hits: number;
  readonly trials: number;
}

/** First minus second proportion of two separate groups, by Newcombe 1998 (method 10: from the two Wilson intervals). */
export function differenceOfProportions(
  first: Counted,
  second: Counted,
  level = CONFIDENCE_LEVEL,
): Estimated {
  const a = wilson(first.hits, first.trials, level);
  const b = wilson(second.hits, second.trials, level);
  if (a.kind === 'not-estimable') return a;
  if (b.kind === 'not-estimable') return b;
  const difference = a.value - b.value;
  return estimate(
    difference,
    difference - Math.hypot(a.value - a.lower, b.upper - b.value),
    difference + Math.hypot(a.upper - a.value, b.value - b.lower),
  );
}
