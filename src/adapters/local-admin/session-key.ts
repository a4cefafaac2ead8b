import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TrabeculaError } from '../../errors.ts';

const BYTES = 32;

/**
 * The key that seals staff sessions, made once and kept in the data folder for the service's user only. Services that
 * share a database need the same file. Throws TrabeculaError "bad-configuration" when what is there is no key.
 */
export function staffSessionKey(dataFolder: string): Uint8Array {
  const path = join(dataFolder, 'staff-session.key');
  mkdirSync(dataFolder, { recursive: true });
  try {
    // "wx": of two services that start together one makes the key and both read it.
    writeFileSync(path, randomBytes(BYTES).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
      throw new TrabeculaError('bad-configuration', `dataFolder: cannot write ${path}`, { cause: error });
  }
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64url');
  if (key.length !== BYTES)
    throw new TrabeculaError('bad-configuration', `${path} is no session key; remove it`);
  return new Uint8Array(key);
}
