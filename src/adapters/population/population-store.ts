import type { Resource } from '@medplum/fhirtypes';
import type { PopulationBatch } from '../../flow/ports/population-feed.ts';
import type { AppliedBatch, ImportState, PopulationStore } from '../../flow/ports/population-store.ts';
import { statement, type Database, type Sql, type Statement } from '../store/database.ts';
import { flatRows, type Classify, type FactsOf, type FlatRow } from './flat-rows.ts';
import { sqlTypeOf, type FlatView } from './flat-views.ts';

/** The statements of one flat table, made once from its view. */
interface FlatTable {
  readonly flat: FlatView;
  readonly remove: Statement;
  readonly insert: Statement;
}

/** PopulationStore on the one SQL dialect. `classify` decides which coded rows are kept. */
export function populationStore(
  database: Database,
  views: readonly FlatView[],
  classify: Classify,
): PopulationStore {
  const tables = views.map(flatTable);
  return {
    imports: async (tenantId) => (await database.query<ImportRow>(ALL_IMPORTS, [tenantId])).map(importOf),
    importState: async (tenantId, feed) =>
      (await database.query<ImportRow>(READ_IMPORT, [tenantId, feed])).map(importOf)[0],
    async beginImport(tenantId, feed, at) {
      await database.query(BEGIN_IMPORT, [tenantId, feed, at]);
    },
    applyBatch: (tenantId, feed, batch, at) =>
      database.transaction(async (sql) => {
        const applied = await replaceRows(sql, tables, tenantId, batch, classify);
        await sql.query(ADVANCE_IMPORT, [
          tenantId,
          feed,
          batch.position,
          batch.resources.length,
          applied.rowsKept,
          batch.problems.length + applied.problems.length,
          batch.progress.filesDone,
          batch.progress.filesInAll ?? null,
          at,
        ]);
        return applied;
      }),
    renewStatistics: () => renewStatistics(database, views),
    async endImport(tenantId, feed, outcome, nextSince, at) {
      await database.query(END_IMPORT, [tenantId, feed, outcome, nextSince ?? null, at]);
      // After a failure too: what came before it is there and is asked about.
      await renewStatistics(database, views);
    },
    async attestDxa({ tenantId, patientId, performedOn, lowestTScore, attestedBy, attestedAt }) {
      await database.query(ATTEST_DXA, [
        tenantId,
        patientId,
        performedOn,
        lowestTScore ?? null,
        attestedBy,
        attestedAt,
      ]);
    },
  };
}

function flatTable(flat: FlatView): FlatTable {
  const typed = flat.columns.map((column) => [column.name, sqlTypeOf(column)] as const);
  const columns = [
    ['resource_id', 'text'] as const,
    ['row_number', 'int'] as const,
    ...(flat.coded ? [['concept', 'text'] as const] : []),
    ...typed,
  ];
  const names = columns.map(([name]) => name).join(', ');
  const shape = columns.map(([name, type]) => `${name} ${type}`).join(', ');
  return {
    flat,
    remove: statement(
      `population.remove.${flat.table}`,
      `DELETE FROM population.${flat.table} WHERE tenant_id = $1 AND resource_id = ANY($2::text[])`,
    ),
    insert: statement(
      `population.insert.${flat.table}`,
      `INSERT INTO population.${flat.table} (tenant_id, ${names})
       SELECT $1, ${names} FROM jsonb_to_recordset($2::jsonb) AS row(${shape})`,
    ),
  };
}

/**
 * The planner's statistics of what the questions read. Without them a whole population is planned as a handful of rows
 * and a question that takes 50 ms takes 15 s; the embedded store never gathers them by itself, PostgreSQL a minute late.
 */
async function renewStatistics(database: Database, views: readonly FlatView[]): Promise<void> {
  const flat = views.map(({ table }) => `population.${table}`);
  await database.script(
    `ANALYZE ${[...flat, 'population.attested_dxa', 'trabecula.assessment', 'trabecula.issued_card'].join(', ')}`,
  );
}

async function replaceRows(
  sql: Sql,
  tables: readonly FlatTable[],
  tenantId: string,
  batch: PopulationBatch,
  classify: Classify,
): Promise<AppliedBatch> {
  const factsOf: FactsOf = (entry) => classify(entry, tenantId);
  const latest = lastOfEach(batch.resources);
  const gone = batch.deleted.map((reference) => reference.split('/').slice(-2));
  const problems: string[] = [];
  let rowsKept = 0;
  for (const { flat, remove, insert } of tables) {
    const own = latest.filter(({ resourceType }) => resourceType === flat.view.resource);
    const goneIds = gone.filter(([type]) => type === flat.view.resource).map(([, id]) => id);
    const ids = [...own.map(({ id }) => id), ...goneIds].filter(isId);
    if (own.length + ids.length === 0) continue;
    await sql.query(remove, [tenantId, ids]);
    const rows = own.flatMap((resource) => {
      const read = readRows(flat, resource, factsOf);
      if (read === undefined) problems.push(`${flat.view.resource}: could not be read`);
      return read ?? [];
    });
    if (rows.length > 0) await sql.query(insert, [tenantId, JSON.stringify(rows)]);
    rowsKept += rows.length;
  }
  return { rowsKept, problems };
}

/** Undefined for a resource of a shape that no path can read: one of them must not end the import of all others. */
function readRows(flat: FlatView, resource: Resource, factsOf: FactsOf): readonly FlatRow[] | undefined {
  if (!isId(resource.id)) return undefined;
  try {
    return flatRows(flat, resource, factsOf);
  } catch {
    return undefined;
  }
}

/** FHIR allows less; servers that allow more are read, but for characters that PostgreSQL refuses. */
const isId = (id: unknown): id is string => typeof id === 'string' && /^[^\p{Cc}\p{Cs}]{1,256}$/u.test(id);

/** A batch can hold two versions of one resource (a sweep that begins inclusively): the later line counts. */
function lastOfEach(resources: readonly Resource[]): readonly Resource[] {
  return [
    ...new Map(resources.map((resource) => [`${resource.resourceType}/${resource.id}`, resource])).values(),
  ];
}

interface ImportRow {
  readonly feed: string;
  readonly state: ImportState['state'];
  readonly position: string | null;
  readonly next_since: string | null;
  readonly resources: number;
  readonly rows_kept: number;
  readonly problems: number;
  readonly files_done: number;
  readonly files_in_all: number | null;
  readonly started_at: Date;
  readonly updated_at: Date;
}

const importOf = (row: ImportRow): ImportState => ({
  feed: row.feed,
  state: row.state,
  position: row.position ?? undefined,
  nextSince: row.next_since ?? undefined,
  resources: row.resources,
  rowsKept: row.rows_kept,
  problems: row.problems,
  startedAt: row.started_at,
  updatedAt: row.updated_at,
  progress: { filesDone: row.files_done, filesInAll: row.files_in_all ?? undefined },
});

const IMPORT_COLUMNS = `feed, state, position, next_since, resources::int, rows_kept::int, problems::int, files_done, files_in_all,
  started_at, updated_at`;
const ALL_IMPORTS = statement(
  'population.import.all',
  `SELECT ${IMPORT_COLUMNS} FROM population.import WHERE tenant_id = $1 ORDER BY updated_at DESC`,
);
const ATTEST_DXA = statement(
  'population.attest-dxa',
  `INSERT INTO population.attested_dxa (tenant_id, patient_id, performed_on, lowest_t_score, attested_by, attested_at)
   VALUES ($1, $2, $3, $4, $5, $6)
   ON CONFLICT (tenant_id, patient_id, performed_on)
   DO UPDATE SET lowest_t_score = $4, attested_by = $5, attested_at = $6`,
);
const READ_IMPORT = statement(
  'population.import.read',
  `SELECT ${IMPORT_COLUMNS} FROM population.import WHERE tenant_id = $1 AND feed = $2`,
);
const BEGIN_IMPORT = statement(
  'population.import.begin',
  `INSERT INTO population.import (tenant_id, feed, state, started_at, updated_at) VALUES ($1, $2, 'running', $3, $3)
   ON CONFLICT (tenant_id, feed) DO UPDATE SET state = 'running', position = NULL, resources = 0, rows_kept = 0,
     problems = 0, files_done = 0, files_in_all = NULL, started_at = $3, updated_at = $3`,
);
const ADVANCE_IMPORT = statement(
  'population.import.advance',
  `UPDATE population.import SET state = 'running', position = $3, resources = resources + $4, rows_kept = rows_kept + $5,
     problems = problems + $6, files_done = $7, files_in_all = $8, updated_at = $9 WHERE tenant_id = $1 AND feed = $2`,
);
const END_IMPORT = statement(
  'population.import.end',
  `UPDATE population.import SET state = $3, next_since = coalesce($4, next_since), updated_at = $5 WHERE tenant_id = $1 AND feed = $2`,
);
