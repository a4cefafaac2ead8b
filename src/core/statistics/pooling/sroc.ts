import { expit, logit } from '../logit.ts';
import type { HsrocParameters } from './hsroc.ts';

/** Sensitivity on the summary ROC curve at a false positive rate (Rutter and Gatsonis 2001). */
export function srocSensitivity(falsePositiveRate: number, { lambda, beta }: HsrocParameters): number {
  return expit(lambda * Math.exp(-beta / 2) + Math.exp(-beta) * logit(falsePositiveRate));
}

/**
 * Area under the summary curve as `mada` reports it: trapezoids over 99 equidistant false positive rates (0.01 to
 * 0.99, or the observed range for the partial area), divided by 99.
 */
export function srocAreaOnGrid(parameters: HsrocParameters, from = 0.01, to = 0.99): number {
  const points = 99;
  let sum = 0;
  for (let i = 0; i < points; i++) {
    const rate = from + ((to - from) * i) / (points - 1);
    sum += srocSensitivity(rate, parameters) * (i === 0 || i === points - 1 ? 0.5 : 1);
  }
  return sum / points;
}

/**
 * The exact integral of the curve over all false positive rates. With rate = expit(t) the integrand is smooth and
 * dies off exponentially, so that the plain trapezoid rule in t is exact to double precision.
 */
export function srocArea(parameters: HsrocParameters): number {
  const step = 0.01;
  let sum = 0;
  for (let t = -45; t <= 45; t += step) {
    const rate = expit(t);
    const accuracy = expit(
      parameters.lambda * Math.exp(-parameters.beta / 2) + Math.exp(-parameters.beta) * t,
    );
    sum += accuracy * rate * (1 - rate);
  }
  return sum * step;
}
