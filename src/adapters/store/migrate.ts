import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { TrabeculaError } from '../../errors.ts';
import { statement, type Database } from './database.ts';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
  readonly sql: string;
}

const FOLDER = new URL('./migrations/', import.meta.url);

/** The numbered SQL files of this version, in order. */
export function shippedMigrations(): readonly Migration[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.sql'))
    .toSorted()
    .map((file) => {
      const sql = readFileSync(new URL(file, FOLDER), 'utf8');
      return {
        number: Number.parseInt(file, 10),
        name: file,
        sha256: createHash('sha256').update(sql).digest('hex'),
        sql,
      };
    });
}

const LEDGER = `
CREATE SCHEMA IF NOT EXISTS trabecula;
CREATE TABLE IF NOT EXISTS trabecula.migration (
  number int PRIMARY KEY,
  name text NOT NULL,
  sha256 text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
);`;

// Services that start together wait here for the first to finish. The number is arbitrary and ours.
const LOCK = 'SELECT pg_advisory_xact_lock(7281953001)';
const APPLIED = statement(
  'migration.applied',
  'SELECT number, sha256 FROM trabecula.migration ORDER BY number',
);
const RECORD = statement(
  'migration.record',
  'INSERT INTO trabecula.migration (number, name, sha256) VALUES ($1, $2, $3)',
);

/**
 * Applies what is missing, forward only, all in one transaction.
 *
 * @throws TrabeculaError "bad-configuration" when the store was made by a newer version or a file that was already
 *   applied has changed
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[] = shippedMigrations(),
): Promise<void> {
  await database.transaction(async (sql) => {
    await sql.script(LOCK);
    await sql.script(LEDGER);
    const applied = await sql.query<{ number: number; sha256: string }>(APPLIED);
    for (const { number, sha256 } of applied) {
      const known = migrations.find((migration) => migration.number === number);
      if (known === undefined)
        throw new TrabeculaError(
          'bad-configuration',
          `The store was made by a newer version of Trabecula (migration ${number}).`,
        );
      if (known.sha256 !== sha256)
        throw new TrabeculaError(
          'bad-configuration',
          `Migration ${known.name} was changed after it was applied.`,
        );
    }
    for (const migration of migrations) {
      if (applied.some(({ number }) => number === migration.number)) continue;
      await sql.script(migration.sql);
      await sql.query(RECORD, [migration.number, migration.name, migration.sha256]);
    }
  });
}
