import type {
  ScreeningItem,
  ScreeningLedger,
  ScreeningProgress,
  ScreeningRun,
} from '../../flow/ports/screening-ledger.ts';
import { statement, type Database } from './database.ts';

const studiesInStatement = 5000;
const fewestGaps = 9;

interface ItemRow {
  readonly tenant_id: string;
  readonly run_id: string;
  readonly patient_id: string;
  readonly study_instance_uid: string;
  readonly attempts: number;
  readonly outages: number;
  readonly lost_leases: number;
  readonly reason: string | null;
}

const itemOf = (row: ItemRow): ScreeningItem => ({
  tenantId: row.tenant_id,
  runId: row.run_id,
  patientId: row.patient_id,
  studyInstanceUid: row.study_instance_uid,
  attempts: row.attempts,
  outages: row.outages,
  lostLeases: row.lost_leases,
});

const keyOf = (item: ScreeningItem): string[] => [
  item.tenantId,
  item.patientId,
  item.runId,
  item.studyInstanceUid,
];

export function screeningLedger(database: Database): ScreeningLedger {
  return {
    plan: (run, studies) =>
      database.transaction(async (sql) => {
        await sql.query(INSERT_RUN, [
          run.tenantId,
          run.runId,
          run.cohort,
          run.state,
          run.askedBy,
          run.createdAt,
        ]);
        let held = 0;
        for (let from = 0; from < studies.length; from += studiesInStatement) {
          const slice = studies.slice(from, from + studiesInStatement);
          const patients = slice.map(({ patientId }) => patientId);
          const uids = slice.map(({ studyInstanceUid }) => studyInstanceUid);
          held += (await sql.query(INSERT_ITEMS, [run.tenantId, run.runId, patients, uids, run.createdAt]))
            .length;
        }
        // Else the end of each study is looked for through the whole run: 100 ms instead of 0.1 with 500,000 waiting.
        await sql.script('ANALYZE trabecula.screening_item');
        return held;
      }),
    async claim(limit, at, leaseUntil) {
      return (await database.query<ItemRow>(CLAIM, [at, limit, leaseUntil])).map(itemOf);
    },
    async finish(item, outcome, reason, at) {
      await database.query(FINISH, [...keyOf(item), outcome, reason ?? null, at]);
    },
    async putBack(item, reason, countedAs, again) {
      const counts = [Number(countedAs === 'attempt'), Number(countedAs === 'outage')];
      await database.query(PUT_BACK, [...keyOf(item), reason, again, ...counts]);
    },
    async giveUp(item, reason, at) {
      await database.query(FINISH, [...keyOf(item), 'set-aside', reason, at]);
    },
    async setState(tenantId, runId, state) {
      return (await database.query(SET_STATE, [tenantId, runId, state])).length > 0;
    },
    async progress(tenantId, at) {
      return (await database.query<ProgressRow>(PROGRESS, [tenantId, at])).map(progressOf);
    },
    async secondsPerStudy(tenantId) {
      const [row] = await database.query<{ gaps: number; seconds: number | null }>(PACE, [tenantId]);
      return row === undefined || row.gaps < fewestGaps ? undefined : (row.seconds ?? undefined);
    },
    async setAside(tenantId, runId) {
      const rows = await database.query<ItemRow>(SET_ASIDE, [tenantId, runId]);
      return rows.map((row) => ({ ...itemOf(row), reason: row.reason ?? '' }));
    },
  };
}

interface ProgressRow {
  readonly tenant_id: string;
  readonly run_id: string;
  readonly cohort: string;
  readonly state: ScreeningRun['state'];
  readonly asked_by: string;
  readonly created_at: Date;
  readonly studies: number;
  readonly waiting: number;
  readonly scored: number;
  readonly refused: number;
  readonly set_aside: number;
  readonly recent: number;
}

const progressOf = (row: ProgressRow): ScreeningProgress => ({
  run: {
    tenantId: row.tenant_id,
    runId: row.run_id,
    cohort: row.cohort,
    state: row.state,
    askedBy: row.asked_by,
    createdAt: row.created_at,
  },
  studies: row.studies,
  waiting: row.waiting,
  scored: row.scored,
  refused: row.refused,
  setAside: row.set_aside,
  finishedLastTenMinutes: row.recent,
});

const INSERT_RUN = statement(
  'screening.run.insert',
  `INSERT INTO trabecula.screening_run (tenant_id, run_id, cohort, state, asked_by, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
);
const INSERT_ITEMS = statement(
  'screening.items.insert',
  `INSERT INTO trabecula.screening_item (tenant_id, run_id, patient_id, study_instance_uid, due_at)
   SELECT $1, $2, s.patient_id, s.uid, $5 FROM unnest($3::text[], $4::text[]) AS s(patient_id, uid)
   ON CONFLICT DO NOTHING RETURNING 1 AS held`,
);
const CLAIM = statement(
  'screening.claim',
  `UPDATE trabecula.screening_item i SET due_at = $3, leased = true, lost_leases = i.lost_leases + CAST(i.leased AS int)
    FROM (SELECT n.tenant_id, n.patient_id, n.run_id, n.study_instance_uid
            FROM trabecula.screening_run r
            CROSS JOIN LATERAL (
              SELECT w.tenant_id, w.patient_id, w.run_id, w.study_instance_uid FROM trabecula.screening_item w
               WHERE w.tenant_id = r.tenant_id AND w.run_id = r.run_id AND w.state = 'waiting' AND w.due_at <= $1
               ORDER BY w.due_at LIMIT $2 FOR UPDATE SKIP LOCKED) n
           WHERE r.state = 'running' LIMIT $2) taken
   WHERE i.tenant_id = taken.tenant_id AND i.patient_id = taken.patient_id AND i.run_id = taken.run_id
     AND i.study_instance_uid = taken.study_instance_uid
   RETURNING i.tenant_id, i.run_id, i.patient_id, i.study_instance_uid, i.attempts, i.outages, i.lost_leases`,
);
const FINISH = statement(
  'screening.finish',
  `UPDATE trabecula.screening_item SET state = $5, reason = $6, finished_at = $7, leased = false
    WHERE tenant_id = $1 AND patient_id = $2 AND run_id = $3 AND study_instance_uid = $4 AND state = 'waiting'`,
);
const PUT_BACK = statement(
  'screening.put-back',
  `UPDATE trabecula.screening_item SET reason = $5, due_at = $6, leased = false, attempts = attempts + $7, outages = outages + $8
    WHERE tenant_id = $1 AND patient_id = $2 AND run_id = $3 AND study_instance_uid = $4 AND state = 'waiting'`,
);
const SET_STATE = statement(
  'screening.state',
  `UPDATE trabecula.screening_run SET state = $3 WHERE tenant_id = $1 AND run_id = $2 AND state <> 'cancelled' RETURNING run_id`,
);
const PROGRESS = statement(
  'screening.progress',
  `SELECT r.tenant_id, r.run_id, r.cohort, r.state, r.asked_by, r.created_at, count(i.run_id)::int AS studies,
          count(*) FILTER (WHERE i.state = 'waiting')::int AS waiting, count(*) FILTER (WHERE i.state = 'scored')::int AS scored,
          count(*) FILTER (WHERE i.state = 'refused')::int AS refused, count(*) FILTER (WHERE i.state = 'set-aside')::int AS set_aside,
          count(*) FILTER (WHERE i.finished_at > $2::timestamptz - interval '10 minutes')::int AS recent
     FROM trabecula.screening_run r LEFT JOIN trabecula.screening_item i ON i.tenant_id = r.tenant_id AND i.run_id = r.run_id
    WHERE r.tenant_id = $1 GROUP BY r.tenant_id, r.run_id, r.cohort, r.state, r.asked_by, r.created_at ORDER BY r.created_at DESC`,
);
// The median, so that a night's pause between two studies does not count as work.
const PACE = statement(
  'screening.pace',
  `SELECT count(*)::int AS gaps, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS seconds FROM (
     SELECT CAST(extract(epoch FROM finished_at - lag(finished_at) OVER (ORDER BY finished_at)) AS float8) AS seconds
       FROM (SELECT finished_at FROM trabecula.screening_item WHERE tenant_id = $1 AND finished_at IS NOT NULL
              ORDER BY finished_at DESC LIMIT 200) last) gaps
    WHERE seconds IS NOT NULL`,
);
const SET_ASIDE = statement(
  'screening.set-aside',
  `SELECT tenant_id, run_id, patient_id, study_instance_uid, attempts, outages, lost_leases, reason FROM trabecula.screening_item
    WHERE tenant_id = $1 AND run_id = $2 AND state = 'set-aside' ORDER BY patient_id, study_instance_uid`,
);
