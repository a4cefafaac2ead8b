import { notEstimable, type NotEstimable } from './estimate.ts';
import { rocCurve, type RocPoint } from './roc-curve.ts';
import type { ScoredCase } from './two-by-two.ts';

/**
 * Cut with the largest sensitivity + specificity - 1 (Youden 1950); of equals the one with the higher sensitivity.
 * A cut chosen on the cases that it is then judged on flatters itself: choose on one set, report on another.
 */
export function youdenCut(cases: readonly ScoredCase[]): RocPoint {
  const gain = (p: RocPoint) => p.sensitivity + p.specificity;
  return finite(rocCurve(cases)).reduce((best, p) =>
    gain(p) >= gain(best) - 1e-12 ? larger(p, best) : best,
  );

  function larger(p: RocPoint, best: RocPoint): RocPoint {
    return gain(p) > gain(best) + 1e-12 || p.sensitivity > best.sensitivity ? p : best;
  }
}

/** Highest cut whose sensitivity is at least the wanted one: the most specific that still finds so many. */
export function cutAtSensitivity(cases: readonly ScoredCase[], wanted: number): RocPoint | NotEstimable {
  return (
    finite(rocCurve(cases)).find((p) => p.sensitivity >= wanted) ??
    notEstimable(`no cut reaches a sensitivity of ${wanted}`)
  );
}

/** Lowest cut whose specificity is at least the wanted one: the most sensitive that stays so specific. */
export function cutAtSpecificity(cases: readonly ScoredCase[], wanted: number): RocPoint | NotEstimable {
  return (
    finite(rocCurve(cases)).findLast((p) => p.specificity >= wanted) ??
    notEstimable(`no cut of these scores reaches a specificity of ${wanted}`)
  );
}

/** The point at infinity flags nobody and is no usable cut. */
function finite(points: readonly RocPoint[]): readonly RocPoint[] {
  return points.filter((p) => Number.isFinite(p.cut));
}
