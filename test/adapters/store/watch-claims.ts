import { statement, type Database } from '../../../src/adapters/store/database.ts';
import { openWatchSource } from '../../../src/adapters/store/watch-store.ts';

const at = (day: string) => new Date(`${day}T12:00:00Z`);
const [from, to] = [at('2026-01-01'), at('2026-04-01')];

const ASSESSMENT = statement(
  'test.watch.assessment',
  `INSERT INTO trabecula.assessment (tenant_id, patient_id, assessment_key, study_instance_uid, evidence,
     model_versions, assessed_at, state) VALUES ('watched', $1, $1, $1, $2::jsonb, '{}', $3, 'current')`,
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

/** The same claims for PGlite and PostgreSQL. */
export function claimWatchSource(database: () => Database): void {
  it('tells readings of a period and DXA results after flags, treated ones left out', async () => {
    const add = (person: string, evidence: object, day: string) =>
      database().query(ASSESSMENT, [person, JSON.stringify(evidence), at(day)]);
    const read = { kind: 'available', filmScore: 1.5, films: [{ novelty: 3 }, { novelty: 4 }] };
    await add('p1', { ...read, probability: { kind: 'fitted', value: 0.4 } }, '2026-02-01');
    await add('p2', { kind: 'unavailable' }, '2026-02-02');
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
    });
    const followed = await source.followed('watched', from, to);
    expect(followed).toHaveLength(2);
    // flagged on the 1st, measured on the 11th
    expect(followed).toContainEqual({ osteoporosis: true, probability: 0.4, daysToDxa: 10 });
    expect(followed).toContainEqual({ osteoporosis: false, probability: undefined, daysToDxa: undefined });
    expect(await source.followed('elsewhere', from, to)).toEqual([]);
  });
}
