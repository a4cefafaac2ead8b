import { isClosed, REFERRAL_STATES, type ReferralState } from '../../core/referral/referral-state.ts';
import type { Referral, Referrals } from '../../flow/ports/referrals.ts';
import { statement, type Database, type Sql } from './database.ts';

const COLUMNS = `tenant_id, patient_id, study_instance_uid, assessment_key, risk, state, flagged_at, since, result_at,
  owner`;
const CLOSED = `(${REFERRAL_STATES.filter(isClosed)
  .map((state) => `'${state}'`)
  .join(', ')})`;
const WEEK_MS = 7 * 86_400_000;

// Two services must not both take the last place of the week.
const LOCK_TENANT = statement(
  'referral.lock',
  `SELECT pg_advisory_xact_lock(hashtextextended('referral|' || $1, 0))`,
);
const FIND = statement(
  'referral.find',
  `SELECT ${COLUMNS} FROM trabecula.referral WHERE tenant_id = $1 AND patient_id = $2 AND study_instance_uid = $3`,
);
const OPEN_ONES = statement(
  'referral.openOnes',
  `SELECT ${COLUMNS} FROM trabecula.referral
   WHERE tenant_id = $1 AND ($2::text IS NULL OR patient_id = $2) AND state NOT IN ${CLOSED} ORDER BY flagged_at`,
);
const ADMITTED = statement(
  'referral.admitted',
  'SELECT count(*)::int AS admitted FROM trabecula.referral WHERE tenant_id = $1 AND admitted_at > $2',
);
const INSERT = statement(
  'referral.insert',
  `INSERT INTO trabecula.referral (tenant_id, patient_id, study_instance_uid, assessment_key, risk, state, flagged_at,
     since, owner, admitted_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)`,
);
// A newer reading of the same film goes on where the follow-up stands.
const READ_AGAIN = statement(
  'referral.readAgain',
  `UPDATE trabecula.referral SET assessment_key = $4, risk = $5,
     state = CASE WHEN state IN ('withdrawn', 'no-longer-flagged') THEN 'flagged' ELSE state END
   WHERE tenant_id = $1 AND patient_id = $2 AND study_instance_uid = $3`,
);
const ADMIT = statement(
  'referral.admit',
  `UPDATE trabecula.referral SET state = 'flagged', since = $2, flagged_at = $2, admitted_at = $2
   WHERE (tenant_id, patient_id, study_instance_uid) IN (
     SELECT tenant_id, patient_id, study_instance_uid FROM trabecula.referral
     WHERE tenant_id = $1 AND state = 'held' ORDER BY risk DESC, flagged_at LIMIT $3)
   RETURNING patient_id, assessment_key`,
);
const MOVE = statement(
  'referral.move',
  `UPDATE trabecula.referral SET state = $4, since = CASE WHEN state = $4 THEN since ELSE $5 END, result_at = $6,
     owner = $7
   WHERE tenant_id = $1 AND patient_id = $2 AND study_instance_uid = $3 AND (state <> $4 OR owner <> $7)
   RETURNING assessment_key`,
);
const RECORD_RESULT = statement(
  'referral.recordResult',
  `INSERT INTO trabecula.dxa_agreement (tenant_id, patient_id, assessment_key, model_versions, lowest_t_score,
     measured_on, treated_between, recorded_at)
   SELECT tenant_id, patient_id, assessment_key, model_versions, $4, $5, $7, $6 FROM trabecula.assessment
   WHERE tenant_id = $1 AND patient_id = $2 AND assessment_key = $3
   ON CONFLICT (tenant_id, patient_id, assessment_key) DO UPDATE
     SET lowest_t_score = EXCLUDED.lowest_t_score, measured_on = EXCLUDED.measured_on`,
);
const INTEND_TASK = statement(
  'referral.intendTask',
  `INSERT INTO trabecula.outbox (tenant_id, patient_id, assessment_key, kind, next_attempt_at, created_at)
   VALUES ($1, $2, $3, 'update-task', $4, $4)`,
);

interface ReferralRow {
  tenant_id: string;
  patient_id: string;
  study_instance_uid: string;
  assessment_key: string;
  risk: number;
  state: Referral['state'];
  flagged_at: Date;
  since: Date;
  result_at: Date | null;
  owner: Referral['owner'];
}

const referralOf = (row: ReferralRow): Referral => ({
  tenantId: row.tenant_id,
  patientId: row.patient_id,
  studyInstanceUid: row.study_instance_uid,
  assessmentKey: row.assessment_key,
  risk: row.risk,
  state: row.state,
  flaggedAt: row.flagged_at,
  since: row.since,
  resultAt: row.result_at ?? undefined,
  owner: row.owner,
});

async function roomAt(sql: Sql, tenantId: string, perWeek: number, at: Date): Promise<number> {
  const [row] = await sql.query<{ admitted: number }>(ADMITTED, [tenantId, new Date(at.getTime() - WEEK_MS)]);
  return Math.max(0, perWeek - (row?.admitted ?? 0));
}

/** No Task is opened for them, however often the film is read. */
const NOT_FOLLOWED_UP: ReadonlySet<ReferralState> = new Set(['held', 'deceased', 'care-limited']);

async function open(
  sql: Sql,
  flag: Parameters<Referrals['open']>[0],
  perWeek: number | undefined,
): Promise<boolean> {
  const key = [flag.tenantId, flag.patientId, flag.studyInstanceUid];
  await sql.query(LOCK_TENANT, [flag.tenantId]);
  const [known] = await sql.query<ReferralRow>(FIND, key);
  if (known !== undefined) {
    await sql.query(READ_AGAIN, [...key, flag.assessmentKey, flag.risk]);
    return !NOT_FOLLOWED_UP.has(known.state);
  }
  const isAdmitted = perWeek === undefined || (await roomAt(sql, flag.tenantId, perWeek, flag.flaggedAt)) > 0;
  await sql.query(INSERT, [
    ...key,
    flag.assessmentKey,
    flag.risk,
    isAdmitted ? 'flagged' : 'held',
    flag.flaggedAt,
    flag.owner,
    isAdmitted ? flag.flaggedAt : null,
  ]);
  return isAdmitted;
}

/** Follow-ups in SQL. */
export function openReferrals(database: Database): Referrals {
  return {
    open: (flag, perWeek) => database.transaction((sql) => open(sql, flag, perWeek)),
    admit: (tenantId, perWeek, at) =>
      database.transaction(async (sql) => {
        await sql.query(LOCK_TENANT, [tenantId]);
        const room = await roomAt(sql, tenantId, perWeek, at);
        const admitted = await sql.query<ReferralRow>(ADMIT, [tenantId, at, room]);
        for (const row of admitted)
          await sql.query(INTEND_TASK, [tenantId, row.patient_id, row.assessment_key, at]);
        return admitted.length;
      }),
    recordResult: async (
      { tenantId, patientId, assessmentKey },
      { value, measuredOn, isTreatedBefore },
      at,
    ) =>
      void (await database.query(RECORD_RESULT, [
        tenantId,
        patientId,
        assessmentKey,
        value,
        measuredOn,
        at,
        isTreatedBefore,
      ])),
    find: async (tenantId, patientId, studyInstanceUid) => {
      const [row] = await database.query<ReferralRow>(FIND, [tenantId, patientId, studyInstanceUid]);
      return row === undefined ? undefined : referralOf(row);
    },
    openOnes: async (tenantId, patientId) =>
      (await database.query<ReferralRow>(OPEN_ONES, [tenantId, patientId ?? null])).map(referralOf),
    move: (referral, to, at) =>
      database.transaction(async (sql) => {
        const { tenantId, patientId, studyInstanceUid } = referral;
        const moved = await sql.query<{ assessment_key: string }>(MOVE, [
          tenantId,
          patientId,
          studyInstanceUid,
          to.state,
          at,
          to.resultAt ?? null,
          to.owner,
        ]);
        for (const { assessment_key } of moved)
          await sql.query(INTEND_TASK, [tenantId, patientId, assessment_key, at]);
        return moved.length > 0 ? 'moved' : 'unchanged';
      }),
  };
}
