import { statement, type Database } from '../../src/adapters/store/database.ts';

/** What stands in the store after a run. */
export interface RunOutcome {
  readonly waiting: number;
  readonly scored: number;
  readonly refused: number;
  readonly setAside: number;
  /** Reasons of refused and set-aside studies with how many there are. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly lostLeases: number;
  readonly assessments: number;
  /** Studies with a number of assessments that is not one, and studies with two results of the same model versions. */
  readonly notOnce: number;
  readonly current: number;
  /** Assessments that are to be written to the record. */
  readonly toBeWritten: number;
  readonly outboxWaiting: number;
}

export async function outcomeOf(database: Database, runId: string): Promise<RunOutcome> {
  const items = await database.query<{ state: string; reason: string | null; n: number; lost: number }>(
    ITEMS,
    [runId],
  );
  const count = (state: string) =>
    items.filter((row) => row.state === state).reduce((sum, { n }) => sum + n, 0);
  const [stored] = await database.query<Stored>(STORED);
  if (stored === undefined) throw new TypeError('a count without a row');
  return {
    waiting: count('waiting'),
    scored: count('scored'),
    refused: count('refused'),
    setAside: count('set-aside'),
    reasons: Object.fromEntries(
      items
        .filter(({ state, reason }) => state !== 'waiting' && reason !== null)
        .map(({ state, reason, n }) => [`${state}: ${reason}`, n]),
    ),
    lostLeases: items.reduce((sum, { lost }) => sum + lost, 0),
    assessments: stored.assessments,
    notOnce: stored.not_once,
    current: stored.current,
    toBeWritten: stored.to_be_written,
    outboxWaiting: stored.outbox_waiting,
  };
}

interface Stored {
  readonly assessments: number;
  readonly current: number;
  readonly not_once: number;
  readonly to_be_written: number;
  readonly outbox_waiting: number;
}

const ITEMS = statement(
  'proof.items',
  `SELECT state, CASE WHEN state = 'waiting' THEN NULL ELSE reason END AS reason, count(*)::int AS n, sum(lost_leases)::int AS lost
     FROM trabecula.screening_item WHERE run_id = $1 GROUP BY 1, 2`,
);
const STORED = statement(
  'proof.stored-results',
  `SELECT count(*)::int AS assessments, count(*) FILTER (WHERE state = 'current')::int AS current,
          (SELECT count(*)::int FROM (SELECT study_instance_uid, model_versions FROM trabecula.assessment
             GROUP BY 1, 2 HAVING count(*) <> 1) twice) AS not_once,
          count(*) FILTER (WHERE evidence ->> 'kind' = 'available' AND evidence ->> 'outcome' <> 'not-flagged')::int AS to_be_written,
          (SELECT count(*)::int FROM trabecula.outbox WHERE state = 'waiting') AS outbox_waiting
     FROM trabecula.assessment`,
);
