import type { AssessmentIdentity } from '../../flow/ports/assessment-store.ts';
import type { ClaimedIntent, Outbox, OutboxEntry, WritePath } from '../../flow/ports/outbox.ts';
import { statement, type Database } from './database.ts';

const COLUMNS = `tenant_id, patient_id, assessment_key, intent_number::int AS intent_number, kind, attempts, failures, state,
  error, path, created_at, next_attempt_at`;

// The oldest waiting intent of each patient, when it is due and nobody holds it; SKIP LOCKED keeps workers apart.
const taken = (row: string): string =>
  `(${row}.kind IN ('supersede-assessment', 'withdraw-assessment') OR NOT (${row}.tenant_id = ANY($5::text[])))`;
const CLAIM = statement(
  'outbox.claim',
  `WITH due AS MATERIALIZED (
     SELECT o.tenant_id, o.patient_id, o.intent_number FROM trabecula.outbox o
     WHERE o.state = 'waiting' AND o.next_attempt_at <= $1 AND (o.leased_until IS NULL OR o.leased_until <= $1)
       AND ${taken('o')}
       AND NOT EXISTS (
         SELECT 1 FROM trabecula.outbox earlier
         WHERE earlier.tenant_id = o.tenant_id AND earlier.patient_id = o.patient_id
           AND earlier.state = 'waiting' AND earlier.intent_number < o.intent_number
           AND ${taken('earlier')})
     ORDER BY o.next_attempt_at, o.intent_number LIMIT $3
     FOR UPDATE SKIP LOCKED)
   UPDATE trabecula.outbox SET leased_until = $2, lease_owner = $4, attempts = attempts + 1
   WHERE (tenant_id, patient_id, intent_number) IN (SELECT tenant_id, patient_id, intent_number FROM due)
   RETURNING ${COLUMNS}`,
);
const FINISH = statement(
  'outbox.finish',
  `UPDATE trabecula.outbox SET state = $4, error = $5, path = $6, finished_at = $7, leased_until = NULL
   WHERE tenant_id = $1 AND patient_id = $2 AND intent_number = $3 AND state = 'waiting'`,
);
const RETRY = statement(
  'outbox.retry',
  `UPDATE trabecula.outbox SET next_attempt_at = $4, error = $5, failures = failures + 1, leased_until = NULL
   WHERE tenant_id = $1 AND patient_id = $2 AND intent_number = $3 AND state = 'waiting'`,
);
const REMEMBER = statement(
  'outbox.remember',
  `INSERT INTO trabecula.written_resource
     (tenant_id, patient_id, assessment_key, resource_type, resource_id, written_at)
   VALUES ($1, $2, $3, $4, $5, $6)
   ON CONFLICT (tenant_id, patient_id, assessment_key, resource_type)
   DO UPDATE SET resource_id = EXCLUDED.resource_id, written_at = EXCLUDED.written_at`,
);
const LIST = statement(
  'outbox.list',
  `SELECT ${COLUMNS} FROM trabecula.outbox WHERE state = $1 ORDER BY intent_number DESC LIMIT $2`,
);
const REPLAY = statement(
  'outbox.replay',
  `UPDATE trabecula.outbox SET state = 'waiting', attempts = 0, failures = 0, next_attempt_at = $1, finished_at = NULL
   WHERE state = 'dead' AND ($2::int IS NULL OR intent_number = $2) RETURNING intent_number`,
);
const COUNTS = statement(
  'outbox.counts',
  `SELECT count(*) FILTER (WHERE state = 'waiting')::int AS waiting, count(*) FILTER (WHERE state = 'dead')::int AS dead
   FROM trabecula.outbox WHERE state IN ('waiting', 'dead')`,
);
const WRITTEN = statement(
  'outbox.written',
  `SELECT resource_type AS "resourceType", resource_id AS id FROM trabecula.written_resource
   WHERE tenant_id = $1 AND patient_id = $2 AND assessment_key = $3 ORDER BY resource_type`,
);

interface OutboxRow {
  tenant_id: string;
  patient_id: string;
  assessment_key: string;
  intent_number: number;
  kind: ClaimedIntent['kind'];
  attempts: number;
  failures: number;
  state: OutboxEntry['state'];
  error: string | null;
  path: WritePath | null;
  created_at: Date;
  next_attempt_at: Date;
}

const entryOf = (row: OutboxRow): OutboxEntry => ({
  tenantId: row.tenant_id,
  patientId: row.patient_id,
  assessmentKey: row.assessment_key,
  intentNumber: row.intent_number,
  kind: row.kind,
  attempts: row.attempts,
  failures: row.failures,
  state: row.state,
  error: row.error ?? undefined,
  path: row.path ?? undefined,
  createdAt: row.created_at,
  nextAttemptAt: row.next_attempt_at,
});

/** A claim counts at once, so that an intent that kills its worker is not taken up for ever. */
const claimedOf = (row: OutboxRow): ClaimedIntent => ({
  tenantId: row.tenant_id,
  patientId: row.patient_id,
  assessmentKey: row.assessment_key,
  intentNumber: row.intent_number,
  kind: row.kind,
  attempts: row.attempts - 1,
  failures: row.failures,
});

const key = (intent: ClaimedIntent) => [intent.tenantId, intent.patientId, intent.intentNumber];

/** @param owner - names this process in the lease, for people who look into the table */
export function openOutbox(database: Database, owner: string): Outbox {
  return {
    claim: async (at, leaseMs, limit, onlyCorrections) => {
      const until = new Date(at.getTime() + leaseMs);
      const rows = await database.query<OutboxRow>(CLAIM, [at, until, limit, owner, onlyCorrections]);
      return rows.map(claimedOf).toSorted((a, b) => a.intentNumber - b.intentNumber);
    },
    done: (intent, path, written, at) =>
      database.transaction(async (sql) => {
        const { tenantId, patientId, assessmentKey } = intent;
        for (const { resourceType, id } of written)
          await sql.query(REMEMBER, [tenantId, patientId, assessmentKey, resourceType, id, at]);
        await sql.query(FINISH, [...key(intent), 'done', null, path, at]);
      }),
    retryAt: async (intent, nextAttemptAt, error) =>
      void (await database.query(RETRY, [...key(intent), nextAttemptAt, error])),
    bury: async (intent, error, at) =>
      void (await database.query(FINISH, [...key(intent), 'dead', error, null, at])),
    list: async (state, limit) => (await database.query<OutboxRow>(LIST, [state, limit])).map(entryOf),
    replay: async (at, intentNumber) => (await database.query(REPLAY, [at, intentNumber ?? null])).length,
    counts: async () => {
      const [row] = await database.query<{ waiting: number; dead: number }>(COUNTS);
      return row ?? { waiting: 0, dead: 0 };
    },
    writtenOf: ({ tenantId, patientId, assessmentKey }: AssessmentIdentity) =>
      database.query(WRITTEN, [tenantId, patientId, assessmentKey]),
  };
}
