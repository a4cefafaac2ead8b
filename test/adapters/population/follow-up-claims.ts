import { populationQuestions } from '../../../src/adapters/population/population-questions.ts';
import { statement, type Database } from '../../../src/adapters/store/database.ts';

const ADD_REFERRAL = statement(
  'test.referral',
  `INSERT INTO trabecula.referral (tenant_id, patient_id, study_instance_uid, assessment_key, risk, state, flagged_at,
     since, result_at, owner)
   VALUES ('loop', $1, 'study-' || $1, 'key-' || $1, $2, $3, $4, $4, $5, $6)`,
);
const ADD_PATIENT = statement(
  'test.deceased',
  `INSERT INTO population.patient (tenant_id, patient_id, resource_id, row_number, deceased)
   VALUES ('loop', $1, $1, 0, true)`,
);
const ADD_ASSESSMENT = statement(
  'test.loop-assessment',
  `INSERT INTO trabecula.assessment (tenant_id, patient_id, assessment_key, study_instance_uid, evidence, model_versions,
     acquired_on, assessed_at, state)
   VALUES ('loop', $1, 'key-' || $1, 'study-' || $1, '{}'::jsonb, ARRAY['m1', 'm2'], '2026-01-01', '2026-02-01', $2)`,
);
const ADD_PAIR = statement(
  'test.pair',
  `INSERT INTO trabecula.dxa_agreement (tenant_id, patient_id, assessment_key, model_versions, lowest_t_score,
     measured_on, treated_between, recorded_at)
   VALUES ('loop', $1, 'key-' || $1, ARRAY['m1', 'm2'], $2, '2026-03-01', $3, '2026-03-01')`,
);

const FOLLOW_UPS = [
  // Flagged on 1 March and unseen: due on 31 March, 1 day over on 1 April.
  ['unseen', 1, 'flagged', '2026-03-01', null, 'primary-care'],
  // Due today is not late.
  ['today', 1, 'flagged', '2026-03-02', null, 'primary-care'],
  // Flagged on 1 January, seen: 60 days end on 2 March, 30 over.
  ['not-ordered', 1, 'seen', '2026-01-01', null, 'pool'],
  // Flagged on 1 December, ordered: 120 days end on 31 March, 1 over; the higher risk goes first.
  ['not-done', 2, 'ordered', '2025-12-01', null, 'pool'],
  // The result of 1 February counts, not the flag: 30 days end on 3 March, 29 over.
  ['no-plan', 1, 'needs-plan', '2025-06-01', '2026-02-01', 'pool'],
  ['treated', 1, 'treated', '2025-06-01', null, 'pool'],
  ['held', 1, 'held', '2025-06-01', null, 'pool'],
  ['deceased', 1, 'flagged', '2025-06-01', null, 'pool'],
] as const;

/** What the questions about follow-up promise, on whichever engine. */
export function followUpClaims(database: () => Database): void {
  const ask = async (name: string) =>
    (
      await populationQuestions(database()).ask('loop', name, { asOf: '2026-04-01' }, '2026-04-01', {
        offset: 0,
        limit: 100,
      })
    ).rows;

  test('overdue follow-ups: state, owner, days over the limit and who has them next, the latest first', async () => {
    for (const [patientId, risk, state, flaggedAt, resultAt, owner] of FOLLOW_UPS) {
      const times = [new Date(flaggedAt), resultAt === null ? null : new Date(resultAt)];
      await database().query(ADD_REFERRAL, [patientId, risk, state, ...times, owner]);
    }
    await database().query(ADD_PATIENT, ['deceased']);
    expect(
      (await ask('overdue-follow-ups')).map((row) => [
        row['patient_id'],
        row['state'],
        row['owner'],
        row['due_on'],
        row['days_over_limit'],
        row['escalation'],
      ]),
    ).toEqual([
      ['not-ordered', 'seen', 'pool', '2026-03-02', 30, 'with the pool'],
      ['no-plan', 'needs-plan', 'pool', '2026-03-03', 29, 'with the pool'],
      ['not-done', 'ordered', 'pool', '2026-03-31', 1, 'with the pool'],
      ['unseen', 'flagged', 'primary-care', '2026-03-31', 1, 'passes to the pool'],
    ]);
  });

  test('agreement of model and DXA: PPV with its interval, without treated pairs and withdrawn assessments', async () => {
    for (const [patientId, tScore, isTreated, state] of [
      ...[0, 1, 2, 3].map((n) => [`low-${n}`, -2.5, false, 'current'] as const),
      ...[0, 1, 2, 3, 4, 5].map((n) => [`high-${n}`, -2.4, false, 'current'] as const),
      ['treated-first', -3, true, 'current'],
      ['moved', -3, false, 'withdrawn'],
    ] as const) {
      await database().query(ADD_ASSESSMENT, [patientId, state]);
      await database().query(ADD_PAIR, [patientId, tScore, isTreated]);
    }
    // Wilson for 4 of 10, z = 1.96: (0.4 + 0.19207 -+ 1.96 sqrt(0.024 + 0.0096036)) / 1.38415 = 0.1682 and 0.6873.
    expect(await ask('model-agreement')).toEqual([
      {
        model_versions: 'm1 + m2',
        measured: 11,
        treated_before_dxa: 1,
        counted: 10,
        confirmed: 4,
        ppv_percent: 40,
        ppv_percent_lower: 16.8,
        ppv_percent_upper: 68.7,
      },
    ]);
  });
}
