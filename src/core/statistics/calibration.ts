import { normalCritical } from './distributions.ts';
import { CONFIDENCE_LEVEL, estimate, type Estimated, type NotEstimable } from './estimate.ts';
import { fitLogistic, type LogisticFit } from './logistic-regression.ts';
import { logit } from './logit.ts';
import { wilson } from './proportion.ts';

/** A predicted probability, strictly between 0 and 1, and what came. */
export interface Prediction {
  readonly probability: number;
  readonly positive: boolean;
}

export interface ReliabilityBin {
  readonly meanPredicted: number;
  readonly observed: Estimated;
  readonly cases: number;
}

/** How far predicted probabilities are to be believed (Van Calster et al. 2019, "weak" and "moderate" calibration). */
export interface Calibration {
  readonly kind: 'estimated';
  /** Of logit P(positive) = a + b logit(predicted): 1 is right, below 1 too extreme. */
  readonly slope: Estimated;
  /** Calibration in the large: a with b fixed at 1; 0 is right, above 0 too low. */
  readonly intercept: Estimated;
  /** Mean squared error of the probability. */
  readonly brier: number;
  /** Brier of always predicting the prevalence of these cases. */
  readonly brierOfPrevalence: number;
  readonly observedOverExpected: number;
  readonly bins: readonly ReliabilityBin[];
  /** Intercept and slope of the recalibration that is offered, when both can be estimated. */
  readonly recalibration: { readonly intercept: number; readonly slope: number } | undefined;
}

export function calibrationOf(
  predictions: readonly Prediction[],
  options: { readonly bins?: number; readonly level?: number } = {},
): Calibration {
  if (predictions.length === 0) throw new TypeError('calibration needs at least one prediction');
  if (predictions.some(({ probability: p }) => !(p > 0 && p < 1)))
    throw new TypeError('predicted probabilities lie strictly between 0 and 1');
  const level = options.level ?? CONFIDENCE_LEVEL;
  const both = fitLogistic(
    predictions.map((p) => ({ terms: [1, logit(p.probability)], positive: p.positive })),
  );
  const large = fitLogistic(
    predictions.map((p) => ({ terms: [1], positive: p.positive, offset: logit(p.probability) })),
  );
  const events = predictions.filter((p) => p.positive).length;
  const prevalence = events / predictions.length;
  return {
    kind: 'estimated',
    slope: coefficient(both, 1, level),
    intercept: coefficient(large, 0, level),
    brier: mean(predictions.map((p) => ((p.positive ? 1 : 0) - p.probability) ** 2)),
    brierOfPrevalence: prevalence * (1 - prevalence),
    observedOverExpected: events / predictions.reduce((sum, p) => sum + p.probability, 0),
    bins: reliabilityBins(predictions, options.bins ?? 10, level),
    recalibration:
      both.kind === 'fitted' ? { intercept: both.coefficients[0]!, slope: both.coefficients[1]! } : undefined,
  };
}

function coefficient(fit: LogisticFit | NotEstimable, index: number, level: number): Estimated {
  if (fit.kind === 'not-estimable') return fit;
  const value = fit.coefficients[index]!;
  const half = normalCritical(level) * Math.sqrt(fit.covariance[index]![index]!);
  return estimate(value, value - half, value + half);
}

/** Groups of equal size in the order of the prediction; Wilson intervals for what was observed. */
function reliabilityBins(
  predictions: readonly Prediction[],
  bins: number,
  level: number,
): readonly ReliabilityBin[] {
  const sorted = [...predictions].sort((a, b) => a.probability - b.probability);
  const count = Math.min(bins, sorted.length);
  return Array.from({ length: count }, (_, i) => {
    const group = sorted.slice(
      Math.round((i * sorted.length) / count),
      Math.round(((i + 1) * sorted.length) / count),
    );
    return {
      meanPredicted: mean(group.map((p) => p.probability)),
      observed: wilson(group.filter((p) => p.positive).length, group.length, level),
      cases: group.length,
    };
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}
