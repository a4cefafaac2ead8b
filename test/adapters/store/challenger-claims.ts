import { openAssessmentStore } from '../../../src/adapters/store/assessment-store.ts';
import { openChallengerStore } from '../../../src/adapters/store/challenger-store.ts';
import { statement, type Database } from '../../../src/adapters/store/database.ts';
import type { ImageEvidence } from '../../../src/core/evidence/image-evidence.ts';
import type { StoredAssessment } from '../../../src/flow/ports/assessment-store.ts';

const tenantId = 'challenged';
const at = new Date('2026-03-01T00:00:00Z');

const evidence = (filmScore: number): ImageEvidence => ({
  kind: 'available',
  studyInstanceUid: '1.2',
  acquiredOn: '2026-02-01',
  films: [],
  refused: [],
  outcome: filmScore >= 1 ? 'flagged' : 'not-flagged',
  filmScore,
  flaggedAtOrAbove: 1,
  probability: { kind: 'absent', reason: 'no-site-fit' },
  trainingData: 'clinical',
  imageResultKey: 'k',
});
const assessment = (patientId: string, filmScore: number, day = 1): StoredAssessment => ({
  assessmentKey: `${patientId}-${day}`,
  tenantId,
  patientId,
  studyInstanceUid: `1.2.${day}`,
  imagingStudyReference: undefined,
  evidence: { ...evidence(filmScore), acquiredOn: `2026-02-0${day}` } as ImageEvidence,
  assessedAt: new Date(at.getTime() + day * 1000),
  state: 'current',
});

const FOLLOWED = statement(
  'test.challenger.followed',
  `INSERT INTO trabecula.dxa_agreement (tenant_id, patient_id, assessment_key, model_versions, lowest_t_score,
     measured_on, treated_between, recorded_at) VALUES ('challenged', $1, $2, '{}', $3, '2026-02-20', $4, $5)`,
);
const MEASURED = statement(
  'test.challenger.measured',
  `INSERT INTO population.bone_density (tenant_id, patient_id, resource_id, row_number, concept, effective, value)
   VALUES ('challenged', $1, $2, 0, 'central-t-score', $3, $4)`,
);
const TREATED = statement(
  'test.challenger.treated',
  `INSERT INTO population.medication_request (tenant_id, patient_id, resource_id, row_number, concept, given, status)
   VALUES ('challenged', $1, $1, 0, 'osteoporosis-drug', $2, 'active')`,
);

/** The same claims for PGlite and PostgreSQL. */
export function claimChallengers(database: () => Database): void {
  it('waits for what the champion holds current, newest first, and each study once for each challenger', async () => {
    const [store, challengers] = [openAssessmentStore(database()), openChallengerStore(database())];
    const [older, newer] = [assessment('w1', 0, 1), assessment('w2', 2, 2)];
    for (const one of [older, newer]) await store.save(one, []);
    const keysOf = async (challenger: string) =>
      (await challengers.waiting(tenantId, challenger, 10)).map(({ assessmentKey }) => assessmentKey);
    expect(await keysOf('b')).toEqual(['w2-2', 'w1-1']);
    await challengers.keep(newer, 'b', evidence(3), at);
    await challengers.keep(newer, 'b', evidence(9), at);
    expect(await keysOf('b')).toEqual(['w1-1']);
    expect(await keysOf('c')).toEqual(['w2-2', 'w1-1']);
    expect(await challengers.pairs(tenantId, 'b')).toEqual([
      {
        champion: { outcome: 'flagged', margin: 1 },
        challenger: { outcome: 'flagged', margin: 2 },
        osteoporosis: undefined,
      },
    ]);
    // what a challenger read is no assessment: nothing that shows or writes one can find it
    expect(await store.currentFor(tenantId, 'w2')).toHaveLength(1);
  });

  it('pairs the newest study of a person with the nearest DXA, none across a beginning treatment', async () => {
    const [store, challengers] = [openAssessmentStore(database()), openChallengerStore(database())];
    const read = async (one: StoredAssessment, score: number) => {
      await store.save(one, []);
      await challengers.keep(one, 'd', evidence(score), at);
    };
    const refused: ImageEvidence = {
      kind: 'unavailable',
      refusal: { reason: 'clipped', detail: '' },
      studyInstanceUid: undefined,
    };
    await read(assessment('followed', 2), 0);
    await database().query(FOLLOWED, ['followed', 'followed-1', -2.5, false, at]);
    await read(assessment('treated-flag', 2), 0);
    await database().query(FOLLOWED, ['treated-flag', 'treated-flag-1', -3, true, at]);
    await read(assessment('imported', 0), 2);
    await database().query(MEASURED, ['imported', 'far', '2025-03-01', -3]);
    await database().query(MEASURED, ['imported', 'near', '2026-02-10', -1]);
    await database().query(MEASURED, ['imported', 'near-hip', '2026-02-10', -1.5]);
    await read(assessment('treated', 0), 2);
    await database().query(MEASURED, ['treated', 't', '2026-02-20', -3]);
    await database().query(TREATED, ['treated', '2026-02-05']);
    await read(assessment('long-ago', 0), 2);
    await database().query(MEASURED, ['long-ago', 't2', '2025-01-31', -3]);
    await read(assessment('twice', 5, 1), 5);
    await read(assessment('twice', 0, 2), 0);
    const unread = assessment('refused', 2);
    await store.save(unread, []);
    await challengers.keep(unread, 'd', refused, at);
    const told = (await challengers.pairs(tenantId, 'd')).map(({ champion, challenger, osteoporosis }) =>
      [champion.margin, challenger.margin ?? challenger.outcome, osteoporosis ?? 'no DXA'].join(' '),
    );
    expect(told.toSorted()).toEqual(
      [
        '1 -1 true', // followed
        '1 -1 no DXA', // treated-flag
        '-1 1 false', // imported: -1.5 on the nearest day
        '-1 1 no DXA', // treated
        '-1 1 no DXA', // long-ago: a day too early
        '-1 -1 no DXA', // twice: the newer study
        '1 unavailable no DXA', // refused
      ].toSorted(),
    );
  });
}
