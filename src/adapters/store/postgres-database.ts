import pg from 'pg';
import { TrabeculaError } from '../../errors.ts';
import type { Database, Sql } from './database.ts';

/** SQLSTATE classes and system errors that mean "the server is not there", not "the statement is wrong". */
const UNAVAILABLE = /^(08|53|57P0|ECONN|ENOTFOUND|ENOENT|ETIMEDOUT|EPIPE|EAI_AGAIN)/;

function explain(error: unknown): unknown {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const lost = /terminated|timeout exceeded|Connection ended/i.test(String(message));
  if (UNAVAILABLE.test(String(code)) || lost)
    return new TrabeculaError('store-unavailable', 'The database cannot be reached (databaseUrl).', {
      cause: error,
    });
  return error;
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explain(error);
  }
}

function sqlOn(client: pg.Pool | pg.PoolClient): Sql {
  return {
    query: <Row>(of: { name: string; text: string }, values: readonly unknown[] = []) =>
      explained(
        async () => (await client.query({ name: of.name, text: of.text, values: [...values] })).rows as Row[],
      ),
    script: (text) => explained(async () => void (await client.query(text))),
  };
}

/**
 * A pool on a PostgreSQL server (16 or later).
 *
 * @param databaseUrl - postgres://user@host:port/database, or with ?host=/socket/folder
 */
export function openPostgres(databaseUrl: string, onIdleError: (error: Error) => void): Database {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: 10_000,
    application_name: 'trabecula',
  });
  // An idle connection that the server closes would otherwise end the process.
  pool.on('error', onIdleError);
  return {
    engine: 'postgresql',
    ...sqlOn(pool),
    transaction: async (work) => {
      const client = await explained(() => pool.connect());
      let broken: Error | undefined;
      try {
        await client.query('BEGIN');
        const result = await work(sqlOn(client));
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
        throw explain(error);
      } finally {
        client.release(broken);
      }
    },
    jobs: {
      backend: 'postgres',
      db: { executeSql: (text, values) => pool.query(text, values as unknown[]) },
    },
    close: () => pool.end(),
  };
}
