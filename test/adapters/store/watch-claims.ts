import type { RaisedAlarm } from '../../../src/core/monitoring/watch-rules.ts';
import { statement, type Database } from '../../../src/adapters/store/database.ts';
import { openWatchLog } from '../../../src/adapters/store/watch-log.ts';
import { openWatchSource } from '../../../src/adapters/store/watch-store.ts';

const at = (day: string) => new Date(`${day}T12:00:00Z`);
const [from, to] = [at('2026-01-01'), at('2026-04-01')];

const ASSESSMENT = statement(
  'test.watch.assessment',
  `INSERT INTO trabecula.assessment (tenant_id, patient_id, assessment_key, study_instance_uid, evidence,
     model_versions, assessed_at, age_years, sex, state)
   VALUES ('watched', $1, $1, $1, $2::jsonb, '{}', $3, 70, 'female', 'current')`,
);
const AGREEMENT = statement(
  'test.watch.agreement',
  `INSERT INTO trabecula.dxa_agreement (tenant_id, patient_id, assessment_key, model_versions, lowest_t_score,
     measured_on, treated_between, recorded_at) VALUES ('watched', $1, $1, '{}', $2, $3, $4, $5)`,
);
const REFERRAL = statement(
  'test.watch.referral',
  `INSERT INTO trabecula.referral (tenant_id, patient_id, study_instance_uid, assessment_key, risk, state, flagged_at,
     since, owner) VALUES ('watched', $1, $1, $1, 1, 'flagged', $2, $2, 'pool')`,
);

const DUE_REFERRAL = statement(
  'test.watch.dueReferral',
  `INSERT INTO trabecula.referral (tenant_id, patient_id, study_instance_uid, assessment_key, risk, state, flagged_at,
     since, owner) VALUES ('due', $1, $1, $1, 1, $2, $3, $3, 'pool')`,
);
const DUE_AGREEMENT = statement(
  'test.watch.dueAgreement',
  `INSERT INTO trabecula.dxa_agreement (tenant_id, patient_id, assessment_key, model_versions, lowest_t_score,
     measured_on, treated_between, recorded_at) VALUES ('due', $1, $1, '{}', -1, $2, false, $3)`,
);

/** The same claims for PGlite and PostgreSQL. */
export function claimWatchSource(database: () => Database): void {
  it('tells readings of a period and DXA results after flags, treated ones left out', async () => {
    const add = (person: string, evidence: object, day: string) =>
      database().query(ASSESSMENT, [person, JSON.stringify(evidence), at(day)]);
    const films = [
      { view: 'ap', novelty: 3, acquisition: { manufacturer: 'Maker', tubeVoltageKv: 77.5 } },
      { view: 'lateral', novelty: 4, acquisition: {} },
    ];
    const read = { kind: 'available', filmScore: 1.5, films };
    const refused = { kind: 'unavailable' };
    await add('p1', { ...read, probability: { kind: 'fitted', value: 0.4 } }, '2026-02-01');
    await add('p2', refused, '2026-02-02');
    await add('p3', { ...read, probability: { kind: 'absent' } }, '2025-12-31');
    await database().query(REFERRAL, ['p1', at('2026-02-01')]);
    await database().query(AGREEMENT, ['p1', -2.5, '2026-02-11', false, at('2026-02-12')]);
    await database().query(AGREEMENT, ['p3', -1, '2026-02', false, at('2026-02-13')]);
    await database().query(AGREEMENT, ['p2', -3, '2026-02-14', true, at('2026-02-14')]);
    const source = openWatchSource(database());
    expect(await source.inputs('watched', from, to)).toEqual({
      filmScores: [1.5],
      novelty: [3, 4],
      readable: 1,
      refused: 1,
      manufacturers: ['Maker'],
      tubeVoltagesKv: [77.5],
      views: ['ap', 'lateral'],
      agesYears: [70, 70],
      sexes: ['female', 'female'],
    });
    const followed = await source.followed('watched', from, to);
    expect(followed).toHaveLength(2);
    // flagged on the 1st, measured on the 11th
    expect(followed).toContainEqual({ osteoporosis: true, probability: 0.4, daysToDxa: 10 });
    expect(followed).toContainEqual({ osteoporosis: false, probability: undefined, daysToDxa: undefined });
    expect(await source.followed('elsewhere', from, to)).toEqual([]);
  });

  it('counts flags whose 120 days ran out in the period, and those without a DXA by then', async () => {
    const flag = (person: string, state: string, flaggedOn: string) =>
      database().query(DUE_REFERRAL, [person, state, at(flaggedOn)]);
    const measured = (person: string, on: string) =>
      database().query(DUE_AGREEMENT, [person, on, at('2026-03-01')]);
    // 120 days before 1 January are 3 September, before 1 April 2 December
    await flag('too-early', 'ordered', '2025-09-02');
    await flag('too-late', 'ordered', '2025-12-02');
    await flag('waits', 'ordered', '2025-09-03');
    await flag('in-time', 'needs-plan', '2025-10-01');
    await measured('in-time', '2026-01-29');
    await flag('a-day-late', 'needs-plan', '2025-10-01');
    await measured('a-day-late', '2026-01-30');
    await flag('month-alone', 'not-osteoporosis', '2025-10-01');
    await measured('month-alone', '2026-01');
    await flag('plan-without-dxa', 'plan-recorded', '2025-10-01');
    await flag('declined', 'declined', '2025-10-01');
    // due: waits, in time, a day late, the month alone
    expect(await openWatchSource(database()).dueFlags('due', from, to)).toEqual({ due: 4, late: 2 });
  });
}

/** The same claims for PGlite and PostgreSQL. */
export function claimWatchLog(database: () => Database): void {
  const alarm = (name: 'late-dxa' | 'age-drift', text: string): RaisedAlarm => ({ alarm: name, text });

  it('keeps an alarm from the look that raised it to the look that no longer found it', async () => {
    const log = openWatchLog(database());
    const look = (day: string, ...alarms: RaisedAlarm[]) =>
      log.keep('logged', { lookedAt: at(day), figures: { ppv: 0.25, late_dxa_share: undefined } }, alarms);
    expect(await log.lastLook('logged')).toBeUndefined();
    await look('2026-01-01', alarm('late-dxa', 'first'));
    await look('2026-01-02', alarm('late-dxa', 'second'), alarm('age-drift', 'older'));
    await look('2026-01-03', alarm('age-drift', 'older'));
    await look('2026-01-04', alarm('late-dxa', 'again'), alarm('age-drift', 'older'));
    expect(await log.lastLook('logged')).toEqual({ lookedAt: at('2026-01-04'), figures: { ppv: 0.25 } });
    expect(await log.alarms('logged', 10)).toEqual([
      { alarm: 'late-dxa', words: 'again', raisedAt: at('2026-01-04'), clearedAt: undefined },
      { alarm: 'age-drift', words: 'older', raisedAt: at('2026-01-02'), clearedAt: undefined },
      { alarm: 'late-dxa', words: 'second', raisedAt: at('2026-01-01'), clearedAt: at('2026-01-03') },
    ]);
    expect(await log.alarms('logged', 1)).toHaveLength(1);
    expect(await log.alarms('elsewhere', 10)).toEqual([]);
  });
}
