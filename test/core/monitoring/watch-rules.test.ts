import {
  DEFAULT_WATCH_LIMITS,
  watch,
  type WatchAlarm,
  type WatchLimits,
} from '../../../src/core/monitoring/watch-rules.ts';
import type { FollowedFlag, ReadInputs, WatchedPeriod } from '../../../src/core/monitoring/watched.ts';

const inputs = (shift = 0, refused = 10): ReadInputs => ({
  filmScores: Array.from({ length: 100 }, (_, i) => i / 50 + shift),
  novelty: Array.from({ length: 100 }, (_, i) => i / 10),
  readable: 100,
  refused,
  manufacturers: [...Array<string>(60).fill('A'), ...Array<string>(40).fill('B')],
  tubeVoltagesKv: Array.from({ length: 100 }, (_, i) => 70 + (i % 20)),
  views: [...Array<string>(50).fill('ap'), ...Array<string>(50).fill('lateral')],
  agesYears: Array.from({ length: 100 }, (_, i) => 50 + (i % 40)),
  sexes: [...Array<string>(80).fill('female'), ...Array<string>(20).fill('male')],
});

const flags = (right: number, wrong: number, probability?: number): FollowedFlag[] =>
  Array.from({ length: right + wrong }, (_, i) => ({
    osteoporosis: i < right,
    probability,
    daysToDxa: i,
  }));

const quiet: WatchedPeriod = {
  burden: { openings: 1000, cards: 20, overridden: 100, answered: 300 },
  followed: flags(15, 25),
  dueFlags: { due: 40, late: 20 },
  inputs: inputs(),
  earlierInputs: inputs(),
};
const limits: WatchLimits = { ...DEFAULT_WATCH_LIMITS, ppvFloor: 0.3 };

test('a period like the one before it raises nothing', () => {
  expect(watch(quiet, limits)).toMatchObject({ alarms: [], silence: undefined });
});

test('figures are told: PPV 15 of 40, two cards per 100 openings, median wait, overrides', () => {
  expect(watch(quiet, limits).gauges).toMatchObject({
    ppv: 0.375,
    cards_per_100_openings: 2,
    overridden_share: 1 / 3,
    // days 0 to 39
    median_days_to_dxa: 19.5,
    refused_share: 10 / 110,
    late_dxa_share: 0.5,
    score_drift_of_limit: 0,
    manufacturer_drift_of_limit: 0,
  });
});

test.each<[WatchAlarm, Partial<WatchedPeriod>, boolean]>([
  // Wilson's upper limit of 2 of 40 is 0.165
  ['ppv-below-floor', { followed: flags(2, 38) }, true],
  ['overrides', { burden: { ...quiet.burden, overridden: 271 } }, false],
  ['alert-ceiling', { burden: { ...quiet.burden, cards: 21 } }, false],
  // 12 of 40 observed, 99 % Wilson about 0.15 to 0.51
  ['calibration-drift', { followed: flags(12, 28, 0.6) }, false],
  ['score-drift', { inputs: inputs(0.8) }, false],
  ['refusal-drift', { inputs: inputs(0, 60) }, false],
  ['feature-drift', { inputs: { ...inputs(), novelty: Array(100).fill(9) as number[] } }, false],
  // 27 of 40 is 67.5 %, Wilson's lower limit 0.520
  ['late-dxa', { dueFlags: { due: 40, late: 27 } }, false],
  ['manufacturer-drift', { inputs: { ...inputs(), manufacturers: Array<string>(100).fill('C') } }, false],
  ['tube-voltage-drift', { inputs: { ...inputs(), tubeVoltagesKv: Array<number>(100).fill(110) } }, false],
  ['view-drift', { inputs: { ...inputs(), views: Array<string>(100).fill('ap') } }, false],
  ['age-drift', { inputs: { ...inputs(), agesYears: Array<number>(100).fill(85) } }, false],
  ['sex-drift', { inputs: { ...inputs(), sexes: Array<string>(100).fill('male') } }, false],
])('%s is raised, and silences by rule only where it must', (alarm, change, silences) => {
  const watched = watch({ ...quiet, ...change }, limits);
  expect(watched.alarms.map((a) => a.alarm)).toEqual([alarm]);
  expect(watched.silence !== undefined).toBe(silences);
});

test.each<[string, Partial<WatchedPeriod>]>([
  ['29 DXA results, none of them osteoporosis', { followed: flags(0, 29) }],
  ['199 answered cards, all overridden', { burden: { ...quiet.burden, overridden: 199, answered: 199 } }],
  ['a PPV whose upper limit still reaches the floor', { followed: flags(8, 32) }],
  // Wilson's lower limit of 26 of 40 is 0.495
  ['26 of 40 late ones', { dueFlags: { due: 40, late: 26 } }],
  ['29 flags whose time ran out, all late', { dueFlags: { due: 29, late: 29 } }],
  [
    'ten makers of one film each instead of ten others',
    {
      inputs: { ...inputs(), manufacturers: [...inputs().manufacturers, ...'klmnopqrs'] },
      earlierInputs: { ...inputs(), manufacturers: [...inputs().manufacturers, ...'abcdefghi'] },
    },
  ],
  ['exactly 90 % overridden', { burden: { ...quiet.burden, overridden: 270 } }],
])('%s raise nothing', (_, change) => {
  expect(watch({ ...quiet, ...change }, limits).alarms).toEqual([]);
});

test('too little to say is undefined, not zero', () => {
  const empty: ReadInputs = {
    filmScores: [],
    novelty: [],
    readable: 0,
    refused: 0,
    manufacturers: [],
    tubeVoltagesKv: [],
    views: [],
    agesYears: [],
    sexes: [],
  };
  const { gauges, alarms } = watch(
    {
      burden: { openings: 0, cards: 0, overridden: 0, answered: 0 },
      followed: [],
      dueFlags: { due: 0, late: 0 },
      inputs: empty,
      earlierInputs: empty,
    },
    limits,
  );
  expect(alarms).toEqual([]);
  expect(gauges['ppv']).toBeUndefined();
  expect(gauges['median_days_to_dxa']).toBeUndefined();
  expect(gauges['score_drift_of_limit']).toBeUndefined();
  expect(gauges['late_dxa_share']).toBeUndefined();
});
