// Bound once: the inner loop of the quadrature, where a global look-up costs as much as the function.
const { exp, log, log1p } = Math;

/** Log-odds of a probability in (0, 1). */
export function logit(probability: number): number {
  return log(probability / (1 - probability));
}

/** Inverse of logit; exact at both ends of the range of doubles. */
export function expit(logOdds: number): number {
  if (logOdds >= 0) return 1 / (1 + exp(-logOdds));
  const odds = exp(logOdds);
  return odds / (1 + odds);
}

/** ln(1 + exp(x)) without overflow. */
export function log1pExp(x: number): number {
  return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}
