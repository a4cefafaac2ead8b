import type { ScoredCase } from './two-by-two.ts';

/** One point of the ROC curve: the rates when score >= cut is flagged. */
export interface RocPoint {
  readonly cut: number;
  readonly sensitivity: number;
  readonly specificity: number;
}

/** Every distinct operating point from "nobody flagged" to "all flagged"; ties move together. Needs both classes. */
export function rocCurve(cases: readonly ScoredCase[]): readonly RocPoint[] {
  const positives = cases.filter((c) => c.positive).length;
  const negatives = cases.length - positives;
  if (positives === 0 || negatives === 0) throw new TypeError('an ROC curve needs both classes');
  const sorted = [...cases].sort((a, b) => b.score - a.score);
  const points: RocPoint[] = [{ cut: Infinity, sensitivity: 0, specificity: 1 }];
  let [truePositives, falsePositives] = [0, 0];
  sorted.forEach((c, i) => {
    if (c.positive) truePositives++;
    else falsePositives++;
    if (sorted[i + 1]?.score === c.score) return;
    points.push({
      cut: c.score,
      sensitivity: truePositives / positives,
      specificity: 1 - falsePositives / negatives,
    });
  });
  return points;
}
