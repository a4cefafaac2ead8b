import type { KeptAlarm, WatchLog } from '../../flow/ports/watch-log.ts';
import { statement, type Database } from './database.ts';
import { storableJson } from './storable.ts';

const LOOK = statement(
  'watch.look',
  `INSERT INTO trabecula.watch_look (tenant_id, looked_at, figures) VALUES ($1, $2, $3::jsonb)
   ON CONFLICT (tenant_id) DO UPDATE SET looked_at = EXCLUDED.looked_at, figures = EXCLUDED.figures`,
);
const RAISE = statement(
  'watch.raise',
  `INSERT INTO trabecula.watch_alarm (tenant_id, alarm, words, raised_at) VALUES ($1, $2, $3, $4)
   ON CONFLICT (tenant_id, alarm) WHERE cleared_at IS NULL DO UPDATE SET words = EXCLUDED.words`,
);
const CLEAR = statement(
  'watch.clear',
  `UPDATE trabecula.watch_alarm SET cleared_at = $2
   WHERE tenant_id = $1 AND cleared_at IS NULL AND NOT (alarm = ANY($3::text[]))`,
);
const LAST_LOOK = statement(
  'watch.lastLook',
  `SELECT looked_at AS "lookedAt", figures FROM trabecula.watch_look WHERE tenant_id = $1`,
);
const ALARMS = statement(
  'watch.alarms',
  `SELECT alarm, words, raised_at AS "raisedAt", cleared_at AS "clearedAt" FROM trabecula.watch_alarm
   WHERE tenant_id = $1 ORDER BY (cleared_at IS NULL) DESC, raised_at DESC, alarm_number DESC LIMIT $2`,
);

/** The watch's log in SQL. */
export function openWatchLog(database: Database): WatchLog {
  return {
    keep: (tenantId, { lookedAt, figures }, alarms) =>
      database.transaction(async (sql) => {
        await sql.query(LOOK, [tenantId, lookedAt, storableJson(figures)]);
        for (const { alarm, text } of alarms) await sql.query(RAISE, [tenantId, alarm, text, lookedAt]);
        await sql.query(CLEAR, [tenantId, lookedAt, alarms.map(({ alarm }) => alarm)]);
      }),
    lastLook: async (tenantId) => {
      const [row] = await database.query<{ lookedAt: Date; figures: Record<string, number> }>(LAST_LOOK, [
        tenantId,
      ]);
      return row;
    },
    alarms: async (tenantId, limit) =>
      (
        await database.query<Omit<KeptAlarm, 'clearedAt'> & { readonly clearedAt: Date | null }>(ALARMS, [
          tenantId,
          limit,
        ])
      ).map((row) => ({ ...row, clearedAt: row.clearedAt ?? undefined })),
  };
}
