import type { CardStop, CardSwitch } from '../../flow/ports/card-switch.ts';
import { statement, type Database } from './database.ts';

const ALL = statement(
  'cardStop.all',
  `SELECT tenant_id AS "tenantId", reason, stopped_by AS "by", stopped_at AS "at", assessments, writing FROM trabecula.card_stop`,
);
const STOP = statement(
  'cardStop.stop',
  `INSERT INTO trabecula.card_stop (tenant_id, reason, stopped_by, stopped_at, assessments, writing)
   VALUES ($1, $2, $3, $4, $5, $6)
   ON CONFLICT (tenant_id) DO UPDATE SET reason = EXCLUDED.reason, stopped_by = EXCLUDED.stopped_by,
     stopped_at = EXCLUDED.stopped_at, assessments = EXCLUDED.assessments, writing = EXCLUDED.writing`,
);
const RESUME = statement(
  'cardStop.resume',
  'DELETE FROM trabecula.card_stop WHERE tenant_id = $1 RETURNING tenant_id',
);

/** Half of what the port promises, so that one lost round does not break it. */
export const REFRESH_EVERY_MS = 2_000;

export interface OpenCardSwitch extends CardSwitch {
  /** Reads the store now. */
  refresh(): Promise<void>;
  /** Ends the regular reading. */
  close(): void;
}

/** Runs work every so many milliseconds until the returned function is called. */
export type Repeat = (work: () => void, everyMs: number) => () => void;

const byTimer: Repeat = (work, everyMs) => {
  const timer = setInterval(work, everyMs);
  timer.unref();
  return () => clearInterval(timer);
};

/**
 * The stop button as rows that every process reads every two seconds. Read once before this resolves, so that a
 * service that starts while it is pressed shows nothing.
 *
 * @param onError - told of rounds that failed; the last known answer stands
 */
export async function openCardSwitch(
  database: Database,
  onError: (error: unknown) => void,
  repeat: Repeat = byTimer,
): Promise<OpenCardSwitch> {
  let stops: ReadonlyMap<string, CardStop> = new Map();
  const refresh = async () => {
    const rows = await database.query<CardStop>(ALL);
    stops = new Map(rows.map((row) => [row.tenantId, row]));
  };
  await refresh();
  const end = repeat(() => void refresh().catch(onError), REFRESH_EVERY_MS);
  return {
    stopped: (tenantId) => stops.get(tenantId),
    writingStopped: () =>
      [...stops.values()].filter(({ writing }) => writing === 'stop').map(({ tenantId }) => tenantId),
    stop: async ({ tenantId, reason, by, at, assessments, writing }) => {
      await database.query(STOP, [tenantId, reason, by, at, assessments, writing]);
      await refresh();
    },
    resume: async (tenantId) => {
      const resumed = await database.query(RESUME, [tenantId]);
      await refresh();
      return resumed.length > 0;
    },
    refresh,
    close: end,
  };
}
