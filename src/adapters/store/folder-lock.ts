import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from 'fs-native-extensions';
import { TrabeculaError } from '../../errors.ts';

/**
 * Takes a store's folder for this process alone, by an operating-system lock that ends with the process however it dies.
 * Two processes on one embedded database lose rows in silence.
 *
 * @returns gives the folder back
 * @throws TrabeculaError "store-in-use" when another process holds it, "bad-configuration" when it cannot be written
 */
export function lockFolder(folder: string): () => void {
  let descriptor: number;
  try {
    mkdirSync(folder, { recursive: true });
    descriptor = openSync(join(folder, 'trabecula.lock'), 'a+');
  } catch (error) {
    throw new TrabeculaError('bad-configuration', `The store's folder ${folder} cannot be written.`, {
      cause: error,
    });
  }
  if (!tryLock(descriptor)) {
    closeSync(descriptor);
    throw new TrabeculaError(
      'store-in-use',
      `The store in ${folder} is in use by another Trabecula process. Stop it, or give both a PostgreSQL ` +
        'database (DATABASE_URL), which several processes can share.',
    );
  }
  return () => closeSync(descriptor);
}
