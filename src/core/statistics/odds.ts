import { normalCritical } from './distributions.ts';
import { CONFIDENCE_LEVEL, estimate, notEstimable, type Estimated } from './estimate.ts';
import type { TwoByTwo } from './two-by-two.ts';

/** LR+, LR- and the diagnostic odds ratio, intervals on the log scale. */
export interface Odds {
  readonly likelihoodRatioPositive: Estimated;
  readonly likelihoodRatioNegative: Estimated;
  readonly diagnosticOddsRatio: Estimated;
  /** True when a cell was 0 and 0.5 was added to all four. */
  readonly corrected: boolean;
}

/**
 * Likelihood ratios by Simel, Samsa and Matchar 1991 (variance of ln LR = 1/a - 1/n1 + 1/b - 1/n2) and the odds ratio
 * by Woolf 1955 (1/a + 1/b + 1/c + 1/d). A zero cell adds 0.5 to all cells (Haldane, Anscombe), and says so.
 */
export function oddsOf(table: TwoByTwo, level = CONFIDENCE_LEVEL): Odds {
  const corrected = Object.values(table).some((cell) => cell === 0);
  const add = corrected ? 0.5 : 0;
  const [tp, fn] = [table.truePositives + add, table.falseNegatives + add];
  const [fp, tn] = [table.falsePositives + add, table.trueNegatives + add];
  if (table.truePositives + table.falseNegatives === 0 || table.falsePositives + table.trueNegatives === 0) {
    const none = notEstimable('needs people with and without the condition');
    return {
      likelihoodRatioPositive: none,
      likelihoodRatioNegative: none,
      diagnosticOddsRatio: none,
      corrected,
    };
  }
  const [positives, negatives] = [tp + fn, fp + tn];
  const onLogScale = (value: number, variance: number) => {
    const half = normalCritical(level) * Math.sqrt(variance);
    return estimate(value, value * Math.exp(-half), value * Math.exp(half));
  };
  return {
    likelihoodRatioPositive: onLogScale(
      tp / positives / (fp / negatives),
      1 / tp - 1 / positives + 1 / fp - 1 / negatives,
    ),
    likelihoodRatioNegative: onLogScale(
      fn / positives / (tn / negatives),
      1 / fn - 1 / positives + 1 / tn - 1 / negatives,
    ),
    diagnosticOddsRatio: onLogScale((tp * tn) / (fp * fn), 1 / tp + 1 / fn + 1 / fp + 1 / tn),
    corrected,
  };
}
