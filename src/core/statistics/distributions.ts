import { betaQuantile, betaRatio } from './beta-function.ts';
import { lowerGammaRatio } from './gamma-function.ts';

/** P(Z <= z) of the standard normal distribution. */
export function normalCumulative(z: number): number {
  const half = lowerGammaRatio(0.5, (z * z) / 2) / 2;
  return z >= 0 ? 0.5 + half : 0.5 - half;
}

/** Two-sided p of a standard normal statistic. */
export function normalTwoSidedP(z: number): number {
  return chiSquareUpper(z * z, 1);
}

/**
 * The z with P(Z <= z) = probability, 0 < probability < 1: Abramowitz and Stegun 26.2.23 as a start, then Newton on
 * the cumulative function.
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) throw new TypeError('a probability strictly between 0 and 1');
  if (probability > 0.5) return -normalQuantile(1 - probability);
  const t = Math.sqrt(-2 * Math.log(probability));
  let z = -(
    t -
    (2.515517 + 0.802853 * t + 0.010328 * t * t) /
      (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t)
  );
  for (let i = 0; i < 4; i++) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    z -= (normalCumulative(z) - probability) / density;
  }
  return z;
}

/** The two-sided critical value of a confidence level: 1.959964 for 0.95. */
export function normalCritical(level: number): number {
  return normalQuantile(1 - (1 - level) / 2);
}

/** P(X > x) of the chi-square distribution. */
export function chiSquareUpper(x: number, degreesOfFreedom: number): number {
  return 1 - lowerGammaRatio(degreesOfFreedom / 2, x / 2);
}

/** The x with P(X <= x) = probability of the chi-square distribution, by bisection. */
export function chiSquareQuantile(probability: number, degreesOfFreedom: number): number {
  let high = degreesOfFreedom + 10;
  while (1 - chiSquareUpper(high, degreesOfFreedom) < probability) high *= 2;
  let low = 0;
  for (let i = 0; i < 200 && high - low > 1e-13 * high; i++) {
    const middle = (low + high) / 2;
    if (1 - chiSquareUpper(middle, degreesOfFreedom) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Two-sided p of Student's t. */
export function studentTwoSidedP(t: number, degreesOfFreedom: number): number {
  return betaRatio(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5);
}

/** The x with P(F <= x) = probability of the F distribution with (d1, d2) degrees of freedom. */
export function fQuantile(probability: number, d1: number, d2: number): number {
  const x = betaQuantile(probability, d1 / 2, d2 / 2);
  return (d2 * x) / (d1 * (1 - x));
}
