import pg from 'pg';
import { TrabeculaError } from '../../errors.ts';
import type { Database, Sql, Statement } from './database.ts';
import { storableValues } from './storable.ts';

/** SQLSTATE classes and system errors that mean "the server is not there", not "the statement is wrong". */
const UNAVAILABLE = /^(08|53|57P0|ECONN|ENOTFOUND|ENOENT|ETIMEDOUT|EPIPE|EAI_AGAIN)/;

function explain(error: unknown): unknown {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const lost = /terminated|timeout exceeded|query read timeout|Connection ended/i.test(String(message));
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

/**
 * Longest wait for the answer to one statement. A link that swallows packets closes nothing: without a limit a call
 * would hang until the system gives the connection up, a quarter of an hour later.
 */
const PATIENCE_MS = 30_000;
/** Questions of a whole population, and migrations or the planner's statistics, may take their time. */
const QUESTION_PATIENCE_MS = 600_000;
const SCRIPT_PATIENCE_MS = 3_600_000;

/** node-postgres takes a limit with each query too, which its types do not say. */
interface PatientQuery extends pg.QueryConfig {
  readonly query_timeout?: number;
}

const patienceOf = (name: string): { query_timeout?: number } =>
  name.startsWith('question.') ? { query_timeout: QUESTION_PATIENCE_MS } : {};

function sqlOn(client: pg.Pool | pg.PoolClient): Sql {
  const run = (query: PatientQuery) => explained(() => client.query(query));
  return {
    query: async <Row>({ name, text }: Statement, values: readonly unknown[] = []) =>
      (await run({ name, text, values: storableValues(values), ...patienceOf(name) })).rows as Row[],
    script: async (text) => void (await run({ text, query_timeout: SCRIPT_PATIENCE_MS })),
  };
}

/**
 * A pool on a PostgreSQL server (15 or later). A connection that broke, or on which a statement went unanswered, is
 * closed and replaced: the pool recovers by itself.
 *
 * @param databaseUrl - postgres://user@host:port/database, or with ?host=/socket/folder
 * @param patienceMs - after it a statement without an answer is "store-unavailable"
 */
export function openPostgres(
  databaseUrl: string,
  onIdleError: (error: Error) => void,
  patienceMs = PATIENCE_MS,
): Database {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: Math.min(10_000, patienceMs),
    query_timeout: patienceMs,
    keepAlive: true,
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
      // The pool listens to idle connections only: one that breaks in hand would otherwise end the process.
      const breaks = (error: Error) => (broken = error);
      client.on('error', breaks);
      try {
        await client.query('BEGIN');
        const result = await work(sqlOn(client));
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
        throw explain(error);
      } finally {
        client.off('error', breaks);
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
