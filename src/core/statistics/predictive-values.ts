import { CONFIDENCE_LEVEL, estimate, notEstimable, type Estimated } from './estimate.ts';
import { expit, logit } from './logit.ts';
import { oddsOf } from './odds.ts';
import type { TwoByTwo } from './two-by-two.ts';

/** Predictive values at a prevalence that is stated, not the sample's own. */
export interface PredictiveValues {
  readonly prevalence: number;
  readonly positive: Estimated;
  readonly negative: Estimated;
}

/**
 * PPV and NPV at a stated prevalence with the logit intervals of Mercaldo, Lau and Zhou 2007: logit PPV = ln LR+ +
 * logit prevalence, logit NPV = -ln LR- - logit prevalence; the prevalence is taken as known. A zero cell adds 0.5 to
 * all cells.
 */
export function predictiveValuesAt(
  table: TwoByTwo,
  prevalence: number,
  level = CONFIDENCE_LEVEL,
): PredictiveValues {
  if (!(prevalence > 0 && prevalence < 1)) throw new TypeError('a prevalence strictly between 0 and 1');
  const { likelihoodRatioPositive: plus, likelihoodRatioNegative: minus } = oddsOf(table, level);
  if (plus.kind === 'not-estimable' || minus.kind === 'not-estimable') {
    const none = notEstimable('needs people with and without the condition');
    return { prevalence, positive: none, negative: none };
  }
  const prior = logit(prevalence);
  const shifted = (logRatio: number, halfWidth: number) =>
    estimate(expit(logRatio), expit(logRatio - halfWidth), expit(logRatio + halfWidth));
  const halfWidth = (ratio: { lower: number; upper: number }) => Math.log(ratio.upper / ratio.lower) / 2;
  return {
    prevalence,
    positive: shifted(Math.log(plus.value) + prior, halfWidth(plus)),
    negative: shifted(-Math.log(minus.value) - prior, halfWidth(minus)),
  };
}
