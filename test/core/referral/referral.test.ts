import type {
  BoneDrugRecord,
  CareLimit,
  DxaOrder,
  DxaTScore,
  PatientContext,
} from '../../../src/core/patient/patient-context.ts';
import { dueAt, ownerAt } from '../../../src/core/referral/referral-limits.ts';
import { referralProgress, type ReferralFacts } from '../../../src/core/referral/referral-progress.ts';
import {
  isClosed,
  isComplete,
  isEnded,
  REFERRAL_STATES,
  type ReferralState,
} from '../../../src/core/referral/referral-state.ts';
import { DEFAULT_POLICY } from '../../../src/core/decision/policy.ts';
import { context } from '../decision/builders.ts';

const FLAGGED = '2026-03-02';
const facts = (chart: Partial<PatientContext>, over: Partial<ReferralFacts> = {}): ReferralFacts => ({
  context: context(chart),
  thresholds: DEFAULT_POLICY.thresholds,
  today: '2026-05-20',
  flaggedOn: FLAGGED,
  isShown: false,
  isRefused: false,
  taskStatus: undefined,
  ...over,
});
const spine = (value: number, measuredOn: string, over: Partial<DxaTScore> = {}): DxaTScore => ({
  region: 'lumbar-spine',
  vertebrae: 4,
  value,
  comparator: undefined,
  measuredOn,
  reference: 'Observation/1',
  ...over,
});
const order = (over: Partial<DxaOrder>): DxaOrder => ({
  extent: 'central',
  state: 'ordered',
  authoredOn: '2026-03-10',
  scheduledOn: undefined,
  reference: 'ServiceRequest/1',
  ...over,
});
const drug = (lastRecordedOn: string): BoneDrugRecord => ({
  drug: 'alendronate',
  doseUse: 'osteoporosis',
  evidence: 'ordered',
  lastRecordedOn,
  stoppedOn: undefined,
  ongoing: true,
  reference: 'MedicationRequest/1',
});
const study = (performedOn: string) => ({
  extent: 'central' as const,
  performedOn,
  reference: 'Procedure/1',
});

const limit = (kind: CareLimit) => ({
  limit: kind,
  text: kind,
  recordedOn: '2026-04-01',
  reference: 'Condition/1',
});

const cases: readonly [string, ReferralFacts, ReferralState][] = [
  ['nothing has happened', facts({}), 'flagged'],
  ['a card was shown', facts({}, { isShown: true }), 'seen'],
  ['somebody took the Task up', facts({}, { taskStatus: 'accepted' }), 'seen'],
  ['a DXA was ordered', facts({ dxaOrders: [order({})] }), 'ordered'],
  ['an order from before the flag', facts({ dxaOrders: [order({ authoredOn: '2026-01-01' })] }), 'flagged'],
  ['a peripheral DXA was ordered', facts({ dxaOrders: [order({ extent: 'peripheral' })] }), 'flagged'],
  [
    'a DXA has a day',
    facts({ dxaOrders: [order({ state: 'scheduled', scheduledOn: '2026-06-01' })] }),
    'scheduled',
  ],
  ['a DXA took place, no result yet', facts({ dxaStudies: [study('2026-04-01')] }), 'done'],
  ['T -2.6', facts({ tScores: [spine(-2.6, '2026-04-01')] }), 'needs-plan'],
  ['T -2.5, the limit itself', facts({ tScores: [spine(-2.5, '2026-04-01')] }), 'needs-plan'],
  ['T -2.4', facts({ tScores: [spine(-2.4, '2026-04-01')] }), 'not-osteoporosis'],
  [
    'the hip decides when it is lower',
    facts({ tScores: [spine(-1, '2026-04-01'), spine(-2.7, '2026-04-01', { region: 'total-hip' })] }),
    'needs-plan',
  ],
  [
    'only a bound that decides nothing',
    facts({ tScores: [spine(-2.4, '2026-04-01', { comparator: '<' })] }),
    'done',
  ],
  ['a T-score from before the flag', facts({ tScores: [spine(-2.6, '2025-04-01')] }), 'flagged'],
  ['a T-score of "2026", which may be before', facts({ tScores: [spine(-2.6, '2026')] }), 'flagged'],
  [
    'treated after the result',
    facts({ tScores: [spine(-2.6, '2026-04-01')], boneDrugs: [drug('2026-04-10')] }),
    'treated',
  ],
  ['a drug from before the flag', facts({ boneDrugs: [drug('2026-01-10')] }), 'flagged'],
  ['the patient refuses', facts({ dxaOrders: [order({})] }, { isRefused: true }), 'declined'],
  ['the patient has died', facts({ deceased: true, dxaOrders: [order({})] }), 'deceased'],
  [
    'the patient has died, and the result would have needed a plan',
    facts({ deceased: true, tScores: [spine(-2.6, '2026-04-01')] }),
    'deceased',
  ],
  [
    'the patient has died after a result above the limit',
    facts({ deceased: true, tScores: [spine(-1, '2026-04-01')] }),
    'not-osteoporosis',
  ],
  [
    'the patient is in a hospice',
    facts({ dxaOrders: [order({})], careLimits: [limit('hospice')] }),
    'care-limited',
  ],
  [
    'palliative care, and treated',
    facts({ boneDrugs: [drug('2026-04-10')], careLimits: [limit('palliative-care')] }),
    'treated',
  ],
  ['a pregnancy, which passes', facts({ careLimits: [limit('pregnancy')] }), 'flagged'],
  ['the Task was rejected', facts({}, { taskStatus: 'rejected' }), 'declined'],
  [
    'a person completed the Task',
    facts({ tScores: [spine(-2.6, '2026-04-01')] }, { taskStatus: 'completed' }),
    'plan-recorded',
  ],
];

it.each(cases)('%s', (_name, given, state) => {
  expect(referralProgress(given).state).toBe(state);
});

it('marks a result that was measured under treatment begun since the flag', () => {
  const chart = { tScores: [spine(-2.6, '2026-05-01')] };
  expect(referralProgress(facts({ ...chart, boneDrugs: [drug('2026-04-10')] })).isTreatedBefore).toBe(true);
  expect(referralProgress(facts({ ...chart, boneDrugs: [drug('2026-05-10')] })).isTreatedBefore).toBe(false);
});

it('is complete only when treated, planned, declined or measured above the limit', () => {
  expect(REFERRAL_STATES.filter(isComplete)).toEqual([
    'treated',
    'plan-recorded',
    'declined',
    'not-osteoporosis',
  ]);
  expect(REFERRAL_STATES.filter(isEnded)).toEqual(['no-longer-flagged', 'deceased', 'care-limited']);
  expect(REFERRAL_STATES.filter((state) => isClosed(state) && !isComplete(state) && !isEnded(state))).toEqual(
    ['withdrawn'],
  );
});

describe('limits', () => {
  const flaggedAt = new Date('2026-01-01T00:00:00Z');
  const resultAt = new Date('2026-06-01T00:00:00Z');
  // 30, 60 and 120 days after 1 January 2026; 30 days after 1 June.
  const limits: readonly [ReferralState, string | undefined][] = [
    ['flagged', '2026-01-31'],
    ['seen', '2026-03-02'],
    ['ordered', '2026-05-01'],
    ['scheduled', '2026-05-01'],
    ['done', '2026-05-01'],
    ['needs-plan', '2026-07-01'],
    ['held', undefined],
    ['treated', undefined],
    ['deceased', undefined],
  ];
  it.each(limits)('%s until %s', (state, day) => {
    expect(dueAt({ state, flaggedAt, resultAt })?.toISOString().slice(0, 10)).toBe(day);
  });

  it('hands what is overdue to the pool', () => {
    const times = { state: 'flagged' as const, flaggedAt, resultAt: undefined };
    expect(ownerAt(times, 'primary-care', new Date('2026-01-31T00:00:00Z'))).toBe('primary-care');
    expect(ownerAt(times, 'primary-care', new Date('2026-01-31T00:00:01Z'))).toBe('pool');
  });
});
