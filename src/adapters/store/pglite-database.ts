import { PGlite, type Transaction } from '@electric-sql/pglite';
import pLimit from 'p-limit';
import { TrabeculaError } from '../../errors.ts';
import type { Database, Sql } from './database.ts';
import { storableValues } from './storable.ts';

function sqlOn(runner: Pick<Transaction, 'query' | 'exec'>): Sql {
  return {
    query: async <Row>(of: { text: string }, values: readonly unknown[] = []) =>
      (await runner.query<Row>(of.text, storableValues(values))).rows,
    script: async (text) => void (await runner.exec(text)),
  };
}

/**
 * PostgreSQL in WebAssembly, inside this process: one connection, owned by one process (the caller holds the folder's
 * lock). What is committed survives the end of the process, not the loss of power.
 *
 * @param folder - where the database lies; undefined keeps it in memory
 * @param release - called after closing, to give the folder's lock back
 */
export async function openPglite(
  folder: string | undefined,
  release: () => void = () => {},
): Promise<Database> {
  const pglite = new PGlite(folder);
  try {
    await pglite.waitReady;
  } catch (error) {
    release();
    throw new TrabeculaError('store-unavailable', `The embedded database cannot be opened (${folder}).`, {
      cause: error,
    });
  }
  // One at a time, so that the ROLLBACK after a failed batch of pg-boss can never meet somebody else's statement.
  const inTurn = pLimit(1);
  const sql = sqlOn(pglite);

  const executeSql = (text: string, values?: unknown[]) =>
    inTurn(async () => {
      try {
        if (values !== undefined && values.length > 0) return await pglite.query(text, values);
        return { rows: (await pglite.exec(text)).flatMap((result) => result.rows) };
      } catch (error) {
        await pglite.query('ROLLBACK').catch(() => undefined);
        throw error;
      }
    });

  return {
    engine: 'pglite',
    query: (of, values) => inTurn(() => sql.query(of, values)),
    script: (text) => inTurn(() => sql.script(text)),
    transaction: <T>(work: (sql: Sql) => Promise<T>) =>
      inTurn(() => pglite.transaction((transaction) => work(sqlOn(transaction)))),
    jobs: { backend: 'pglite', db: { executeSql } },
    close: async () => {
      await inTurn(() => pglite.close());
      release();
    },
  };
}
