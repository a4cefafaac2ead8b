import type { GoLiveRecord } from '../../core/go-live/records.ts';
import type { GoLiveRecords } from '../../flow/ports/go-live-records.ts';
import { statement, type Database } from './database.ts';
import { storableJson } from './storable.ts';

const APPEND = statement(
  'goLive.append',
  `INSERT INTO trabecula.go_live_record (tenant_id, kind, recorded_by, recorded_at, content)
   VALUES ($1, $2, $3, $4, $5::jsonb)`,
);
const OF_TENANT = statement(
  'goLive.of',
  `SELECT kind, recorded_by, recorded_at, content FROM trabecula.go_live_record
   WHERE tenant_id = $1 ORDER BY record_number`,
);

interface Row {
  kind: GoLiveRecord['kind'];
  recorded_by: string;
  recorded_at: Date;
  content: Record<string, unknown>;
}

/** Go-live records in the store. There is no statement that changes or removes one. */
export function openGoLiveRecords(database: Database): GoLiveRecords {
  return {
    append: async ({ tenantId, kind, by, at, ...content }) =>
      void (await database.query(APPEND, [tenantId, kind, by, at, storableJson(content)])),
    of: async (tenantId) =>
      (await database.query<Row>(OF_TENANT, [tenantId])).map((row) => recordOf(tenantId, row)),
  };
}

function recordOf(tenantId: string, { kind, recorded_by: by, recorded_at: at, content }: Row): GoLiveRecord {
  // JSON has no dates: the one that is kept inside the content is revived here.
  const revived =
    kind === 'validation-report'
      ? { ...content, resultsAt: new Date(String(content['resultsAt'])) }
      : content;
  return { ...revived, tenantId, kind, by, at } as GoLiveRecord;
}
