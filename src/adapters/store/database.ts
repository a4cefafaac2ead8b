import type { BackendProfile, Db } from 'pg-boss';

/** One SQL text with the name under which PostgreSQL keeps its plan (at most 63 bytes). */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

export const statement = (name: string, text: string): Statement => ({ name, text });

/**
 * Runs SQL, inside a transaction or outside one. timestamptz comes back as Date and jsonb parsed; jsonb goes in as
 * JSON text (storableJson). Characters that PostgreSQL has not are left out of texts. Counts are cast to int in the SQL: the two engines disagree on how a bigint comes back.
 */
export interface Sql {
  query<Row = Record<string, unknown>>(of: Statement, values?: readonly unknown[]): Promise<Row[]>;
  /** Many statements without parameters, for migrations. */
  script(text: string): Promise<void>;
}

/** PostgreSQL or the embedded PGlite, with one dialect. Throws TrabeculaError "store-unavailable" when it is not there. */
export interface Database extends Sql {
  readonly engine: 'postgresql' | 'pglite';
  /** Commits when `work` resolves, rolls back when it rejects. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** How pg-boss reaches the same database. */
  readonly jobs: { readonly backend: BackendProfile; readonly db: Db };
  close(): Promise<void>;
}
