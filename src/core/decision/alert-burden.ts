import type { Thresholds } from './policy.ts';

/** Cards and chart openings over one window. `answered` cards are those with feedback. */
export interface AlertCounts {
  readonly openings: number;
  readonly cards: number;
  readonly answered: number;
  readonly overridden: number;
}

export interface AlertBurden {
  /** Undefined when no chart was opened. */
  readonly cardsPerHundredOpenings: number | undefined;
  readonly overridePercent: number | undefined;
  readonly overCeiling: boolean;
  readonly backToSilent: boolean;
}

/**
 * The ceiling for a launch (cards per 100 chart openings) and the rule that a service which nearly everybody overrides
 * falls silent by itself: more than 90 % overridden of at least 200 answered cards (both may be set). A card without
 * feedback is neither taken nor overridden and does not count.
 */
export function alertBurden(counts: AlertCounts, thresholds: Thresholds): AlertBurden {
  const { openings, cards, answered, overridden } = counts;
  const cardsPerHundredOpenings = openings === 0 ? undefined : (100 * cards) / openings;
  const overridePercent = answered === 0 ? undefined : (100 * overridden) / answered;
  return {
    cardsPerHundredOpenings,
    overridePercent,
    overCeiling: (cardsPerHundredOpenings ?? 0) > thresholds.cardsPerHundredOpenings,
    backToSilent:
      answered >= thresholds.overrideLimitCards && (overridePercent ?? 0) > thresholds.overrideLimitPercent,
  };
}
