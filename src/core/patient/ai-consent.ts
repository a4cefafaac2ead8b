import type { CalendarDay } from './recorded-date.ts';

/**
 * What one consent says of assessing the patient's films by a model. `withdrawn`: permission that was given once and
 * has been taken back or was refused when it was asked for.
 */
export interface AiConsent {
  readonly consentId: string;
  readonly effect: 'denies' | 'permits' | 'withdrawn';
  /** First and last day on which it holds; undefined: open. */
  readonly from: CalendarDay | undefined;
  readonly to: CalendarDay | undefined;
}

/**
 * Whether the patient's films must not be assessed or shown on that day: a denial holds whatever else is recorded;
 * permission that was withdrawn holds until it is given again. Silence is no refusal: a site that asks first records
 * its refusals.
 */
export function refusesAi(consents: readonly AiConsent[], on: CalendarDay): boolean {
  const holding = consents.filter(({ from, to }) => (from ?? on) <= on && on <= (to ?? on));
  const has = (effect: AiConsent['effect']) => holding.some((consent) => consent.effect === effect);
  return has('denies') || (has('withdrawn') && !has('permits'));
}
