/** A figure with its interval (95 % unless the caller asked for another level). */
export interface Estimate {
  readonly kind: 'estimated';
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** A figure that these numbers cannot give, and why in words for people. Never shown as 0, 1 or a blank. */
export interface NotEstimable {
  readonly kind: 'not-estimable';
  readonly reason: string;
}

export type Estimated = Estimate | NotEstimable;

export function estimate(value: number, lower: number, upper: number): Estimate {
  return { kind: 'estimated', value, lower, upper };
}

export function notEstimable(reason: string): NotEstimable {
  return { kind: 'not-estimable', reason };
}

/** Two-sided confidence level of every interval unless another one is asked for. */
export const CONFIDENCE_LEVEL = 0.95;
