import { join } from 'node:path';
import type { Database } from './database.ts';
import { lockFolder } from './folder-lock.ts';
import { migrate } from './migrate.ts';

/** Where state lies: a PostgreSQL server, a folder of this machine, or (tests and one-off commands) memory. */
export type StoreLocation =
  | { readonly kind: 'postgresql'; readonly databaseUrl: string }
  | { readonly kind: 'embedded'; readonly folder: string }
  | { readonly kind: 'memory' };

/**
 * Opens the store and brings its tables up to this version.
 *
 * @param onIdleError - told of PostgreSQL connections that broke while unused (they are replaced)
 * @throws TrabeculaError "store-in-use", "store-unavailable" or "bad-configuration"
 */
export async function openDatabase(
  location: StoreLocation,
  onIdleError: (error: Error) => void = () => {},
): Promise<Database> {
  const database = await openEngine(location, onIdleError);
  try {
    await migrate(database);
    return database;
  } catch (error) {
    await database.close().catch(() => undefined);
    throw error;
  }
}

async function openEngine(location: StoreLocation, onIdleError: (error: Error) => void): Promise<Database> {
  if (location.kind === 'postgresql') {
    const { openPostgres } = await import('./postgres-database.ts');
    return openPostgres(location.databaseUrl, onIdleError);
  }
  const { openPglite } = await import('./pglite-database.ts');
  if (location.kind === 'memory') return openPglite(undefined);
  return openPglite(join(location.folder, 'database'), lockFolder(location.folder));
}
