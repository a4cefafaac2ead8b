/** How a film's date may be used: an old one feeds the work list, never a card; an undated one is taken for old. */
export type FilmAge = 'recent' | 'old' | 'undated';

/**
 * Counts whole calendar months: a film of 31 May is one month old from 30 June on (the last day of a shorter month).
 * `acquiredOn` is an ISO date; the limit is the policy's (24 months; set, unverified).
 */
export function filmAge(acquiredOn: string | undefined, asOf: Date, limitMonths: number): FilmAge {
  if (acquiredOn === undefined) return 'undated';
  const [year = 0, month = 0, day = 0] = acquiredOn.split('-').map(Number);
  const lastDayOfMonth = new Date(Date.UTC(year, month + limitMonths, 0)).getUTCDate();
  const limit = Date.UTC(year, month - 1 + limitMonths, Math.min(day, lastDayOfMonth));
  const today = Date.UTC(asOf.getUTCFullYear(), asOf.getUTCMonth(), asOf.getUTCDate());
  return today <= limit ? 'recent' : 'old';
}
