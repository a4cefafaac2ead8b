import { statement, type Database } from './database.ts';
import { groupCommit } from './group-commit.ts';

const COUNT = statement(
  'card.countOpenings',
  `INSERT INTO trabecula.chart_opening (tenant_id, hour, openings)
   SELECT tenant_id, date_trunc('hour', at), count(*)::int
   FROM unnest($1::text[], $2::timestamptz[]) AS opened (tenant_id, at) GROUP BY 1, 2 ORDER BY 1, 2
   ON CONFLICT (tenant_id, hour) DO UPDATE SET openings = chart_opening.openings + EXCLUDED.openings`,
);

/**
 * Counts chart openings by the hour. All hooks of a tenant count in one row: they are written together, or they would
 * wait for each other's commits one by one.
 */
export function openingCounter(database: Database): (tenantId: string, at: Date) => Promise<void> {
  const commit = groupCommit<{ readonly tenantId: string; readonly at: Date }, void>(async (openings) => {
    await database.query(COUNT, [openings.map(({ tenantId }) => tenantId), openings.map(({ at }) => at)]);
    return openings.map(() => undefined);
  });
  return (tenantId, at) => commit({ tenantId, at });
}
