import type {
  AssessmentIdentity,
  AssessmentStore,
  StoredAssessment,
  WriteIntent,
} from '../../flow/ports/assessment-store.ts';
import type { ReferralState } from '../../core/referral/referral-state.ts';
import { TrabeculaError } from '../../errors.ts';
import {
  ASSESSMENT_COLUMNS,
  acquiredOnOf,
  assessmentOf,
  modelVersionsOf,
  type AssessmentRow,
} from './assessment-rows.ts';
import { statement, type Database, type Sql } from './database.ts';
import { storableJson } from './storable.ts';

// Writers of one patient wait for each other; the lock ends with the transaction.
const LOCK_PATIENT = statement(
  'assessment.lock',
  `SELECT pg_advisory_xact_lock(hashtextextended($1 || '|' || $2, 0))`,
);
const CURRENT_FOR = statement(
  'assessment.currentFor',
  `SELECT ${ASSESSMENT_COLUMNS} FROM trabecula.assessment
   WHERE tenant_id = $1 AND patient_id = $2 AND state = 'current'
   ORDER BY acquired_on DESC NULLS LAST, assessed_at DESC`,
);
const CURRENT_OF_STUDY = statement(
  'assessment.currentOfStudy',
  `SELECT ${ASSESSMENT_COLUMNS} FROM trabecula.assessment
   WHERE tenant_id = $1 AND study_instance_uid = $2 AND state = 'current' ORDER BY patient_id`,
);
const FIND = statement(
  'assessment.find',
  `SELECT ${ASSESSMENT_COLUMNS} FROM trabecula.assessment
   WHERE tenant_id = $1 AND patient_id = $2 AND assessment_key = $3`,
);
const SUPERSEDED_BY = statement(
  'assessment.supersededBy',
  `SELECT tenant_id AS "tenantId", patient_id AS "patientId", assessment_key AS "assessmentKey"
   FROM trabecula.assessment
   WHERE tenant_id = $1 AND patient_id = $2 AND superseded_by = $3 AND state = 'superseded' ORDER BY assessed_at DESC`,
);
const RETRACTED = statement(
  'assessment.retracted',
  'SELECT model_version FROM trabecula.retracted_model WHERE model_version = ANY($1::text[])',
);
const SUPERSEDE = statement(
  'assessment.supersede',
  `UPDATE trabecula.assessment SET state = 'superseded', superseded_by = $4
   WHERE tenant_id = $1 AND patient_id = $2 AND study_instance_uid = $3 AND state = 'current'
   RETURNING assessment_key`,
);
const SAVE = statement(
  'assessment.save',
  `INSERT INTO trabecula.assessment (tenant_id, patient_id, assessment_key, study_instance_uid,
     imaging_study_reference, evidence, model_versions, acquired_on, assessed_at, age_years, sex, state)
   VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7::text[], $8, $9, $10, $11, 'current')
   ON CONFLICT (tenant_id, patient_id, assessment_key) DO UPDATE SET state = 'current', superseded_by = NULL,
     withdrawn_reason = NULL, withdrawn_at = NULL, imaging_study_reference = EXCLUDED.imaging_study_reference,
     evidence = EXCLUDED.evidence, age_years = EXCLUDED.age_years, sex = EXCLUDED.sex, assessed_at = EXCLUDED.assessed_at`,
);
const WITHDRAW = statement(
  'assessment.withdraw',
  `UPDATE trabecula.assessment SET state = 'withdrawn', withdrawn_reason = $4, withdrawn_at = $5
   WHERE tenant_id = $1 AND patient_id = $2 AND assessment_key = $3 AND state = 'current'
   RETURNING assessment_key`,
);
const RETRACT = statement(
  'assessment.retract',
  `INSERT INTO trabecula.retracted_model (model_version, reason, retracted_at) VALUES ($1, $2, $3)
   ON CONFLICT (model_version) DO NOTHING`,
);
const WITHDRAW_OF_MODEL = statement(
  'assessment.withdrawOfModel',
  `UPDATE trabecula.assessment SET state = 'withdrawn', withdrawn_reason = $2, withdrawn_at = $3
   WHERE model_versions @> ARRAY[$1::text] AND state = 'current'
   RETURNING tenant_id, patient_id, assessment_key`,
);
// Its follow-up ends with it.
const WITHDRAW_REFERRAL = statement(
  'assessment.withdrawReferral',
  `UPDATE trabecula.referral SET state = 'withdrawn', since = $4
   WHERE tenant_id = $1 AND patient_id = $2 AND assessment_key = $3`,
);
// A newer reading that takes the flag back ends the follow-up; after the DXA the result counts, whatever the film says. One
// that is uncertain leaves to people what they have taken up.
const END_REFERRAL = statement(
  'assessment.endReferral',
  `UPDATE trabecula.referral SET state = 'no-longer-flagged', since = $4
   WHERE tenant_id = $1 AND patient_id = $2 AND study_instance_uid = $3 AND state = ANY($5::text[])`,
);
const UNSEEN_STATES: readonly ReferralState[] = ['held', 'flagged'];
const STATES_BEFORE_DXA: readonly ReferralState[] = [...UNSEEN_STATES, 'seen', 'ordered', 'scheduled'];
const WAS_ASKED_FOR = statement(
  'outbox.wasAskedFor',
  `SELECT 1 AS found FROM trabecula.outbox WHERE tenant_id = $1 AND patient_id = $2 AND assessment_key = $3 LIMIT 1`,
);
const INTEND = statement(
  'outbox.intend',
  `INSERT INTO trabecula.outbox (tenant_id, patient_id, assessment_key, kind, next_attempt_at, created_at)
   VALUES ($1, $2, $3, $4, $5, $5)`,
);

type Identity = Pick<StoredAssessment, 'tenantId' | 'patientId'>;

async function intend(sql: Sql, { tenantId, patientId }: Identity, intent: WriteIntent, at: Date) {
  await sql.query(INTEND, [tenantId, patientId, intent.assessmentKey, intent.kind, at]);
}

/** An undoing is queued only for what was, or was to be, in the record. */
async function intendUndoing(sql: Sql, of: Identity, intent: WriteIntent, at: Date): Promise<void> {
  const asked = await sql.query(WAS_ASKED_FOR, [of.tenantId, of.patientId, intent.assessmentKey]);
  if (asked.length > 0) await intend(sql, of, intent, at);
}

async function save(
  sql: Sql,
  assessment: StoredAssessment,
  intents: readonly WriteIntent[],
): Promise<'stored' | 'unchanged'> {
  const { tenantId, patientId, assessmentKey, studyInstanceUid, evidence } = assessment;
  await sql.query(LOCK_PATIENT, [tenantId, patientId]);
  const versions = modelVersionsOf(evidence);
  const retracted = await sql.query<{ model_version: string }>(RETRACTED, [versions]);
  if (retracted.length > 0)
    throw new TrabeculaError('conflict', `Model ${retracted[0]?.model_version} was retracted.`);
  const [known] = await sql.query<AssessmentRow>(FIND, [tenantId, patientId, assessmentKey]);
  if (known?.state === 'current') return 'unchanged';
  const superseded = await sql.query<{ assessment_key: string }>(SUPERSEDE, [
    tenantId,
    patientId,
    studyInstanceUid,
    assessmentKey,
  ]);
  await sql.query(SAVE, [
    tenantId,
    patientId,
    assessmentKey,
    studyInstanceUid,
    assessment.imagingStudyReference ?? null,
    storableJson(evidence),
    versions,
    acquiredOnOf(evidence),
    assessment.assessedAt,
    assessment.person?.ageYears ?? null,
    assessment.person?.sex ?? null,
  ]);
  const outcome = evidence.kind === 'unavailable' ? 'not-flagged' : evidence.outcome;
  if (outcome !== 'flagged')
    await sql.query(END_REFERRAL, [
      tenantId,
      patientId,
      studyInstanceUid,
      assessment.assessedAt,
      outcome === 'uncertain' ? UNSEEN_STATES : STATES_BEFORE_DXA,
    ]);
  for (const intent of intents) await intend(sql, assessment, intent, assessment.assessedAt);
  for (const { assessment_key } of superseded)
    await intendUndoing(
      sql,
      assessment,
      { kind: 'supersede-assessment', assessmentKey: assessment_key },
      assessment.assessedAt,
    );
  return 'stored';
}

async function followWithdrawal(sql: Sql, identity: AssessmentIdentity, at: Date): Promise<void> {
  const { tenantId, patientId, assessmentKey } = identity;
  await sql.query(WITHDRAW_REFERRAL, [tenantId, patientId, assessmentKey, at]);
  await intendUndoing(sql, identity, { kind: 'withdraw-assessment', assessmentKey }, at);
}

async function retractModel(sql: Sql, modelVersion: string, reason: string, at: Date): Promise<number> {
  await sql.query(RETRACT, [modelVersion, reason, at]);
  const withdrawn = await sql.query<Pick<AssessmentRow, 'tenant_id' | 'patient_id' | 'assessment_key'>>(
    WITHDRAW_OF_MODEL,
    [modelVersion, reason, at],
  );
  for (const row of withdrawn)
    await followWithdrawal(
      sql,
      { tenantId: row.tenant_id, patientId: row.patient_id, assessmentKey: row.assessment_key },
      at,
    );
  return withdrawn.length;
}

/** Assessments with their outbox rows, in SQL. */
export function openAssessmentStore(database: Database): AssessmentStore {
  return {
    currentFor: async (tenantId, patientId) =>
      (await database.query<AssessmentRow>(CURRENT_FOR, [tenantId, patientId])).map(assessmentOf),
    currentOfStudy: async (tenantId, studyInstanceUid) =>
      (await database.query<AssessmentRow>(CURRENT_OF_STUDY, [tenantId, studyInstanceUid])).map(assessmentOf),
    find: async ({ tenantId, patientId, assessmentKey }) => {
      const [row] = await database.query<AssessmentRow>(FIND, [tenantId, patientId, assessmentKey]);
      return row === undefined ? undefined : assessmentOf(row);
    },
    supersededBy: ({ tenantId, patientId, assessmentKey }) =>
      database.query(SUPERSEDED_BY, [tenantId, patientId, assessmentKey]),
    save: (assessment, intents) => database.transaction((sql) => save(sql, assessment, intents)),
    withdraw: (identity, reason, at) =>
      database.transaction(async (sql) => {
        const { tenantId, patientId, assessmentKey } = identity;
        const withdrawn = await sql.query(WITHDRAW, [tenantId, patientId, assessmentKey, reason, at]);
        if (withdrawn.length > 0) await followWithdrawal(sql, identity, at);
      }),
    retractModel: (modelVersion, reason, at) =>
      database.transaction((sql) => retractModel(sql, modelVersion, reason, at)),
  };
}
