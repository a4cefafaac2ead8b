import { kolmogorovSmirnov, populationStability } from '../../../src/core/statistics/distribution-shift.ts';
import { seededRandom } from '../../../proofs/simulated-sites/random.ts';

/**
 * The watch compares the last 90 days with the 90 before, again and again: its windows overlap. Simulated sites of one
 * film a day, looked at every ninth day for 90 days, in which nothing changes.
 */
const SITES = 200;
const FILMS_A_DAY = 1;
const PERIOD_DAYS = 90;
const LOOK_EVERY_DAYS = 9;
const RATE = 0.01;
const LOOKS = PERIOD_DAYS / LOOK_EVERY_DAYS;

/** For each site, how many of its looks raised an alarm. */
function alarmsOfSites(raises: (before: readonly number[], now: readonly number[]) => boolean): number[] {
  const random = seededRandom(2026);
  const window = PERIOD_DAYS * FILMS_A_DAY;
  return Array.from({ length: SITES }, () => {
    const films = Array.from({ length: 3 * window }, () => random.uniform());
    return Array.from({ length: LOOKS }, (_, look) => look * LOOK_EVERY_DAYS * FILMS_A_DAY).filter((from) =>
      raises(films.slice(from, from + window), films.slice(from + window, from + 2 * window)),
    ).length;
  });
}

const isRefused = (film: number) => film < 0.1;
const counts = (films: readonly number[]) => {
  const refused = films.filter(isRefused).length;
  return [films.length - refused, refused];
};
const TESTS = [
  [
    'scores by Kolmogorov-Smirnov',
    (before: readonly number[], now: readonly number[]) => kolmogorovSmirnov(before, now, RATE),
  ],
  [
    'refusals by the population stability index',
    (before: readonly number[], now: readonly number[]) =>
      populationStability(counts(before), counts(now), RATE),
  ],
] as const;

test.each(TESTS)(
  '%s: one look in a hundred raises a false alarm, but more sites than that have one within 90 days of looking',
  (_name, shift) => {
    const alarms = alarmsOfSites((before, now) => {
      const found = shift(before, now);
      return found.kind === 'estimated' && found.alarm;
    });
    const perLook = alarms.reduce((sum, count) => sum + count, 0) / (SITES * LOOKS);
    // Looks of one site depend on each other: it is the sites that count, so the band is wide.
    expect(perLook).toBeGreaterThan(0.002);
    expect(perLook).toBeLessThan(0.02);
    const anyAlarm = alarms.filter((count) => count > 0).length / SITES;
    expect(anyAlarm).toBeGreaterThan(2 * perLook);
    expect(anyAlarm).toBeLessThan(0.12);
  },
);
