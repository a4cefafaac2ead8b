import { kolmogorovSmirnov, populationStability, type Shift } from '../statistics/distribution-shift.ts';
import type { NotEstimable } from '../statistics/estimate.ts';
import type { ReadInputs } from './watched.ts';

/** What is compared with the period before: scores, what the films look like, how they were made, and whose they are. */
export const DRIFTS = [
  'score-drift',
  'feature-drift',
  'refusal-drift',
  'manufacturer-drift',
  'tube-voltage-drift',
  'view-drift',
  'age-drift',
  'sex-drift',
] as const;

export type Drift = (typeof DRIFTS)[number];

type DriftTest = (earlier: ReadInputs, now: ReadInputs, falseAlarmRate: number) => Shift | NotEstimable;

type MeasuredInput = 'filmScores' | 'novelty' | 'tubeVoltagesKv' | 'agesYears';
type NamedInput = 'manufacturers' | 'views' | 'sexes';

/** Kolmogorov-Smirnov; ties (whole years, few tube voltages) make it raise fewer false alarms than stated, never more. */
const measured =
  (input: MeasuredInput): DriftTest =>
  (earlier, now, rate) =>
    kolmogorovSmirnov(earlier[input], now[input], rate);

/** Population stability index over the names that occur. */
const named =
  (input: NamedInput): DriftTest =>
  (earlier, now, rate) => {
    const counts = countsByName(earlier[input], now[input]);
    return populationStability(
      counts.map(([before]) => before),
      counts.map(([, after]) => after),
      rate,
    );
  };

const TESTS: Readonly<Record<Drift, DriftTest>> = {
  'score-drift': measured('filmScores'),
  'feature-drift': measured('novelty'),
  'refusal-drift': (earlier, now, rate) =>
    populationStability([earlier.readable, earlier.refused], [now.readable, now.refused], rate),
  'manufacturer-drift': named('manufacturers'),
  'tube-voltage-drift': measured('tubeVoltagesKv'),
  'view-drift': named('views'),
  'age-drift': measured('agesYears'),
  'sex-drift': named('sexes'),
};

export type DriftResults = Readonly<Record<Drift, Shift | NotEstimable>>;

/**
 * @param falseAlarmRate - of each test at one look, when nothing has changed: with eight tests at 0.01 at most 8 of 100
 *   looks raise any of them (Bonferroni). Looks at sliding windows come in runs: over 90 days of looking a test
 *   raises at least once in about 8 of 100 simulated sites (docs/evidence.md)
 */
export function inputDrift(earlier: ReadInputs, now: ReadInputs, falseAlarmRate: number): DriftResults {
  return Object.fromEntries(
    DRIFTS.map((drift) => [drift, TESTS[drift](earlier, now, falseAlarmRate)]),
  ) as DriftResults;
}

/** Names rarer than this in both periods together are counted as one: the chi-square limit needs counts. */
const FEWEST_OF_A_NAME = 10;

/** Counts (before, now) of each name; at least two rows, so that one name alone is "not estimable" and no mistake. */
function countsByName(
  before: readonly string[],
  now: readonly string[],
): readonly (readonly [number, number])[] {
  const names = [...new Set([...before, ...now])].sort();
  const counts = names.map(
    (name) => [before.filter((n) => n === name).length, now.filter((n) => n === name).length] as const,
  );
  const isCommon = ([a, b]: readonly [number, number]) => a + b >= FEWEST_OF_A_NAME;
  const rare = counts.filter((count) => !isCommon(count));
  const pooled = rare.reduce<readonly [number, number]>(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
  return [...counts.filter(isCommon), pooled, [0, 0]];
}
