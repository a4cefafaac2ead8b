import { shippedViews, sqlTypeOf } from '../../../src/adapters/population/flat-views.ts';
import { statement, type Database } from '../../../src/adapters/store/database.ts';
import { openDatabase } from '../../../src/adapters/store/open-database.ts';

/**
 * What a distributed PostgreSQL (Citus) asks of tables that are to be spread by patient: the distribution column,
 * patient_id, is part of the primary key and of every unique index. These hold no patient and would be reference tables.
 */
const withoutPatients = [
  'population.import',
  'population.medication',
  'population.research_export',
  'trabecula.card_stop',
  'trabecula.chart_opening',
  'trabecula.cursor',
  'trabecula.go_live_record',
  'trabecula.migration',
  'trabecula.retracted_model',
  'trabecula.screening_run',
  'trabecula.used_token',
  'trabecula.watch_alarm',
  'trabecula.watch_look',
];

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ kind: 'memory' });
});
afterAll(() => database.close());

interface UniqueIndex {
  readonly table: string;
  readonly index: string | null;
  readonly primary: boolean | null;
  readonly columns: readonly string[] | null;
}

/** Every table with each of its unique indexes; a table without any is there once, with nulls. */
const uniqueIndexes = (): Promise<UniqueIndex[]> =>
  database.query<UniqueIndex>(
    statement(
      'test.unique-indexes',
      `SELECT n.nspname || '.' || t.relname AS "table", x.relname AS "index", i.indisprimary AS "primary",
              (SELECT array_agg(a.attname::text) FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = ANY(i.indkey)) AS columns
         FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
         LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisunique
         LEFT JOIN pg_class x ON x.oid = i.indexrelid
        WHERE t.relkind = 'r' AND n.nspname IN ('population', 'trabecula')`,
    ),
  );

const isKeyedByPatient = ({ columns }: UniqueIndex): boolean =>
  columns !== null && columns.includes('tenant_id') && columns.includes('patient_id');

test('every table has tenant and patient in its primary key, but for those named that hold no patient', async () => {
  const indexes = await uniqueIndexes();
  const tables = new Set(indexes.map(({ table }) => table));
  const keyed = new Set(
    indexes.filter((index) => index.primary && isKeyedByPatient(index)).map(({ table }) => table),
  );
  expect([...tables].filter((table) => !keyed.has(table)).toSorted()).toEqual(withoutPatients);
});

test('every unique index of a table with patients holds the patient', async () => {
  const wrong = (await uniqueIndexes()).filter(
    (index) => !withoutPatients.includes(index.table) && !isKeyedByPatient(index),
  );
  expect(wrong).toEqual([]);
});

test.each(shippedViews())(
  'the view $table has a table of its name with its columns and types',
  async (view) => {
    const found = await database.query<{ name: string; type: string }>(
      statement(
        'test.columns',
        `SELECT column_name::text AS name, data_type::text AS type FROM information_schema.columns
        WHERE table_schema = 'population' AND table_name = $1`,
      ),
      [view.table],
    );
    const held = new Map(found.map(({ name, type }) => [name, type]));
    const expected = view.columns.map((column) => [column.name, sqlTypeOf(column)]);
    expect(view.columns.map(({ name }) => [name, held.get(name)])).toEqual(expected);
    expect(held.has('concept')).toBe(view.coded);
  },
);
