import { kolmogorovSmirnov, populationStability, type Shift } from '../statistics/distribution-shift.ts';
import type { NotEstimable } from '../statistics/estimate.ts';
import { wilson } from '../statistics/proportion.ts';
import type { WatchedPeriod } from './watched.ts';

/** Limits of the watch. Each is a site setting (`set`) with this default, our own proposal. */
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
  /** Chance of an alarm when nothing has changed, for each drift test. */
  readonly falseAlarmRate: number;
}

export const DEFAULT_WATCH_LIMITS: WatchLimits = {
  cardsPer100Openings: 2,
  overriddenShare: 0.9,
  fewestAnswered: 200,
  ppvFloor: undefined,
  fewestFollowed: 30,
  falseAlarmRate: 0.01,
};

export type WatchAlarm =
  | 'ppv-below-floor'
  | 'overrides'
  | 'alert-ceiling'
  | 'calibration-drift'
  | 'score-drift'
  | 'feature-drift'
  | 'refusal-drift';

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
  const drift = driftOf(period, limits.falseAlarmRate);
  const alarms = [
    ...burdenAlarms(period, limits),
    ...ppvAlarms(period, limits),
    ...calibrationAlarms(period, limits),
    ...driftAlarms(drift),
  ];
  return {
    gauges: gaugesOf(period, drift, limits),
    alarms,
    silence: alarms.find(({ alarm }) => SILENCING.includes(alarm))?.text,
  };
}

type Drift = Readonly<Record<'score-drift' | 'feature-drift' | 'refusal-drift', Shift | NotEstimable>>;

function driftOf({ inputs, earlierInputs }: WatchedPeriod, falseAlarmRate: number): Drift {
  return {
    'score-drift': kolmogorovSmirnov(earlierInputs.filmScores, inputs.filmScores, falseAlarmRate),
    'feature-drift': kolmogorovSmirnov(earlierInputs.novelty, inputs.novelty, falseAlarmRate),
    'refusal-drift': populationStability(
      [earlierInputs.readable, earlierInputs.refused],
      [inputs.readable, inputs.refused],
      falseAlarmRate,
    ),
  };
}

function driftAlarms(drift: Drift): readonly RaisedAlarm[] {
  return (Object.keys(drift) as (keyof Drift)[]).flatMap((alarm) => {
    const shift = drift[alarm];
    if (shift.kind === 'not-estimable' || !shift.alarm) return [];
    const limit = `${shift.statistic.toFixed(3)}, alarm above ${shift.alarmAbove.toFixed(3)} (false-alarm rate ${shift.falseAlarmRate})`;
    return [{ alarm, text: `${alarm}: ${limit}` }];
  });
}

function burdenAlarms({ burden }: WatchedPeriod, limits: WatchLimits): readonly RaisedAlarm[] {
  const alarms: RaisedAlarm[] = [];
  const { openings, cards, overridden, answered } = burden;
  if (openings >= 100 && (100 * cards) / openings > limits.cardsPer100Openings)
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

function gaugesOf({ burden, followed, inputs }: WatchedPeriod, drift: Drift, limits: WatchLimits) {
  const share = (part: number, whole: number) => (whole === 0 ? undefined : part / whole);
  const statistic = (shift: Shift | NotEstimable) =>
    shift.kind === 'estimated' ? shift.statistic / shift.alarmAbove : undefined;
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
    refused_share: share(inputs.refused, inputs.refused + inputs.readable),
    score_drift_of_limit: statistic(drift['score-drift']),
    feature_drift_of_limit: statistic(drift['feature-drift']),
    refusal_drift_of_limit: statistic(drift['refusal-drift']),
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
