/**
 * Values as they may leave in a research export, after the list of identifiers of the HIPAA Privacy Rule's Safe Harbor
 * (45 CFR 164.514(b)(2)(i)). Every value is of a closed set or a number: free text has no way through.
 */

/** Said of whatever a chart does not state, or states in words outside the closed set. */
export const notStated = 'other or not stated';
/** Said of a value that was taken out to make its row less rare. */
export const generalisedAway = 'withheld';

/** (C): ages over 89 are one group. */
const oldestAge = 90;
const youngestAge = 50;

/** Five-year groups from 50 on; "under 50" and "90 and over" are one group each. */
export function ageGroup(ageYears: number): string {
  if (ageYears >= oldestAge) return '90 and over';
  if (ageYears < youngestAge) return 'under 50';
  const from = Math.floor(ageYears / 5) * 5;
  return `${from}-${from + 4}`;
}

/** The same age in three groups, for rows that would be rare in five years. */
export function coarseAgeGroup(ageYears: number): string {
  if (ageYears < youngestAge) return 'under 50';
  if (ageYears < 65) return '50-64';
  return ageYears < 80 ? '65-79' : '80 and over';
}

/**
 * (B): the first three digits of a ZIP code may stay when more than 20,000 people live in all ZIP codes that begin so.
 * These have fewer by the Census of 2000 (HHS guidance of 2012) or of 2010 (ZCTA); by that of 2020: unverified. Both lists
 * are taken, since one too many does no harm.
 */
const sparseZip3: ReadonlySet<string> = new Set(
  '036 059 063 102 202 203 204 205 369 556 692 753 772 790 821 823 830 831 878 879 884 890 893'.split(' '),
);

/** Three digits, "000" for the sparse ones. */
export function zip3Of(firstDigits: string | undefined): string {
  if (firstDigits === undefined || !/^\d{3}$/.test(firstDigits)) return notStated;
  return sparseZip3.has(firstDigits) ? '000' : firstDigits;
}

/** OMB categories (Statistical Policy Directive 15, 1997 and 2024), as US Core displays them. */
const races: ReadonlySet<string> = new Set([
  'American Indian or Alaska Native',
  'Asian',
  'Black or African American',
  'Middle Eastern or North African',
  'Native Hawaiian or Other Pacific Islander',
  'White',
]);
const ethnicities: ReadonlySet<string> = new Set(['Hispanic or Latino', 'Not Hispanic or Latino']);
const sexes: ReadonlySet<string> = new Set(['female', 'male']);

const oneOf =
  (allowed: ReadonlySet<string>) =>
  (text: string | undefined): string =>
    text !== undefined && allowed.has(text) ? text : notStated;

export const raceOf = oneOf(races);
export const ethnicityOf = oneOf(ethnicities);
export const sexOf = oneOf(sexes);

/**
 * How dates leave. "shifted": all dates of a patient by the same number of days, so that intervals stay true. "year": only
 * the year, which alone is what (C) allows to the letter.
 */
export type DateRule = 'shifted' | 'year';

/** @param offsetDays - the patient's own, secret; negative, so that no date comes to lie in the future */
export function releasedDate(day: string | undefined, rule: DateRule, offsetDays: number): string | null {
  if (day === undefined) return null;
  if (rule === 'year') return day.slice(0, 4);
  return new Date(Date.parse(`${day}T00:00:00Z`) + offsetDays * 86_400_000).toISOString().slice(0, 10);
}
