import type { Thresholds } from '../decision/policy.ts';
import { REFERRAL_LIMITS_DAYS } from '../referral/referral-limits.ts';
import { wilson } from '../statistics/proportion.ts';
import { DRIFTS, inputDrift, type Drift, type DriftResults } from './input-drift.ts';
import type { WatchedPeriod } from './watched.ts';

/** Limits of the watch, our own proposal. Which of them a site sets: `watchLimitsOf`. */
export interface WatchLimits {
  /** Most cards per 100 chart openings (clinical launch ceiling). */
  readonly cardsPer100Openings: number;
  /** Overridden share of answered cards above which an alarm is raised. */
  readonly overriddenShare: number;
  /** Answered cards before the override rule speaks. */
  readonly fewestAnswered: number;
  /** Floor of PPV, from the criteria that the site locked; undefined: no rule. */
  readonly ppvFloor: number | undefined;
  /** DXA results before PPV and calibration are judged. */
  readonly fewestFollowed: number;
  /** Chance of an alarm when nothing has changed, for each drift test and for calibration. */
  readonly falseAlarmRate: number;
  /** Share of flagged people without DXA when their 120 days ran out, above which an alarm is raised. */
  readonly lateShare: number;
}

export const DEFAULT_WATCH_LIMITS: WatchLimits = {
  cardsPer100Openings: 2,
  overriddenShare: 0.9,
  fewestAnswered: 200,
  ppvFloor: undefined,
  fewestFollowed: 30,
  falseAlarmRate: 0.01,
  lateShare: 0.5,
};

/** The limits that hold for a site: cards and overrides as in its policy, PPV as in the criteria that it locked. */
export const watchLimitsOf = (
  { cardsPerHundredOpenings, overrideLimitPercent, overrideLimitCards }: BurdenLimits,
  ppvFloor: number | undefined,
): WatchLimits => ({
  ...DEFAULT_WATCH_LIMITS,
  cardsPer100Openings: cardsPerHundredOpenings,
  overriddenShare: overrideLimitPercent / 100,
  fewestAnswered: overrideLimitCards,
  ppvFloor,
});

type BurdenLimits = Pick<
  Thresholds,
  'cardsPerHundredOpenings' | 'overrideLimitPercent' | 'overrideLimitCards'
>;

export const WATCH_ALARMS = [
  'ppv-below-floor',
  'overrides',
  'alert-ceiling',
  'calibration-drift',
  'late-dxa',
  ...DRIFTS,
] as const;

export type WatchAlarm = (typeof WATCH_ALARMS)[number];

/**
 * Alarms upon which the tenant is put back to silent by rule; the others call a person. Overrides have a rule of their
 * own that looks every minute (`../../flow/watch-overrides.ts`); here they are an alarm to be seen.
 */
const SILENCING: readonly WatchAlarm[] = ['ppv-below-floor'];

export interface RaisedAlarm {
  readonly alarm: WatchAlarm;
  /** One sentence with the figures and the limit; no person in it. */
  readonly text: string;
}

export interface Watched {
  /** Gauges by name; undefined where there is too little to say. */
  readonly gauges: Readonly<Record<string, number | undefined>>;
  readonly alarms: readonly RaisedAlarm[];
  /** Reason for putting the tenant back to silent, when a rule demands it. */
  readonly silence: string | undefined;
}

export function watch(period: WatchedPeriod, limits: WatchLimits): Watched {
  const drift = inputDrift(period.earlierInputs, period.inputs, limits.falseAlarmRate);
  const alarms = [
    ...burdenAlarms(period, limits),
    ...ppvAlarms(period, limits),
    ...calibrationAlarms(period, limits),
    ...lateDxaAlarms(period, limits),
    ...driftAlarms(drift),
  ];
  return {
    gauges: gaugesOf(period, drift, limits),
    alarms,
    silence: alarms.find(({ alarm }) => SILENCING.includes(alarm))?.text,
  };
}

function driftAlarms(drift: DriftResults): readonly RaisedAlarm[] {
  return DRIFTS.flatMap((alarm) => {
    const shift = drift[alarm];
    if (shift.kind === 'not-estimable' || !shift.alarm) return [];
    const limit = `${shift.statistic.toFixed(3)}, alarm above ${shift.alarmAbove.toFixed(3)} (false-alarm rate ${shift.falseAlarmRate})`;
    return [{ alarm, text: `${alarm}: ${limit}` }];
  });
}

/** Chart openings before the ceiling of cards is judged. */
const FEWEST_OPENINGS = 100;

function burdenAlarms({ burden }: WatchedPeriod, limits: WatchLimits): readonly RaisedAlarm[] {
  const alarms: RaisedAlarm[] = [];
  const { openings, cards, overridden, answered } = burden;
  if (openings >= FEWEST_OPENINGS && (100 * cards) / openings > limits.cardsPer100Openings)
    alarms.push({
      alarm: 'alert-ceiling',
      text: `${cards} cards in ${openings} chart openings; the ceiling is ${limits.cardsPer100Openings} per 100`,
    });
  if (answered >= limits.fewestAnswered && overridden / answered > limits.overriddenShare)
    alarms.push({
      alarm: 'overrides',
      text: `${overridden} of ${answered} answered cards were overridden; the limit is ${100 * limits.overriddenShare} %`,
    });
  return alarms;
}

/** Judged by the upper 95 % limit: PPV is below the floor only when the numbers leave no doubt. */
function ppvAlarms({ followed }: WatchedPeriod, limits: WatchLimits): readonly RaisedAlarm[] {
  if (limits.ppvFloor === undefined || followed.length < limits.fewestFollowed) return [];
  const right = followed.filter((f) => f.osteoporosis).length;
  const ppv = wilson(right, followed.length);
  if (ppv.kind === 'not-estimable' || ppv.upper >= limits.ppvFloor) return [];
  return [
    {
      alarm: 'ppv-below-floor',
      text: `${right} of ${followed.length} flagged people had osteoporosis by DXA (upper limit ${ppv.upper.toFixed(2)}); the locked floor is ${limits.ppvFloor}`,
    },
  ];
}

/** Mean prediction outside the interval of the observed share, at the stated false-alarm rate. */
function calibrationAlarms({ followed }: WatchedPeriod, limits: WatchLimits): readonly RaisedAlarm[] {
  const predicted = followed.filter((f) => f.probability !== undefined);
  if (predicted.length < limits.fewestFollowed) return [];
  const expected = mean(predicted.map((f) => f.probability!));
  const observed = wilson(
    predicted.filter((f) => f.osteoporosis).length,
    predicted.length,
    1 - limits.falseAlarmRate,
  );
  if (observed.kind === 'not-estimable') return [];
  if (expected >= observed.lower && expected <= observed.upper) return [];
  return [
    {
      alarm: 'calibration-drift',
      text: `predicted ${expected.toFixed(2)} on average, observed ${observed.value.toFixed(2)} (${observed.lower.toFixed(2)} to ${observed.upper.toFixed(2)}) among ${predicted.length} flagged people`,
    },
  ];
}

/** Judged by the lower 95 % limit, so that a few late ones among few raise nothing. */
function lateDxaAlarms({ dueFlags }: WatchedPeriod, limits: WatchLimits): readonly RaisedAlarm[] {
  const { due, late } = dueFlags;
  if (due < limits.fewestFollowed) return [];
  const share = wilson(late, due);
  if (share.kind === 'not-estimable' || share.lower <= limits.lateShare) return [];
  return [
    {
      alarm: 'late-dxa',
      text: `${late} of ${due} flagged people had no DXA ${REFERRAL_LIMITS_DAYS.notDone} days after the flag (lower limit ${share.lower.toFixed(2)}); the limit is ${limits.lateShare}`,
    },
  ];
}

function gaugesOf(
  { burden, followed, dueFlags, inputs }: WatchedPeriod,
  drift: DriftResults,
  limits: WatchLimits,
): Readonly<Record<string, number | undefined>> {
  const share = (part: number, whole: number) => (whole === 0 ? undefined : part / whole);
  const ofLimit = (name: Drift) => {
    const shift = drift[name];
    return shift.kind === 'estimated' ? shift.statistic / shift.alarmAbove : undefined;
  };
  const days = followed.flatMap((f) => f.daysToDxa ?? []);
  return {
    ppv:
      followed.length < limits.fewestFollowed
        ? undefined
        : share(followed.filter((f) => f.osteoporosis).length, followed.length),
    followed_flags: followed.length,
    cards_per_100_openings: burden.openings === 0 ? undefined : (100 * burden.cards) / burden.openings,
    overridden_share: share(burden.overridden, burden.answered),
    median_days_to_dxa: median(days),
    late_dxa_share: share(dueFlags.late, dueFlags.due),
    refused_share: share(inputs.refused, inputs.refused + inputs.readable),
    ...Object.fromEntries(DRIFTS.map((name) => [`${name.replaceAll('-', '_')}_of_limit`, ofLimit(name)])),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return undefined;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
