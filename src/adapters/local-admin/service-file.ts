import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { TrabeculaError } from '../../errors.ts';

/** How commands on this machine reach the running service: its address and a secret that changes with each start. */
export interface ServiceFile {
  readonly url: string;
  readonly token: string;
}

const shape = z.object({ url: z.url(), token: z.string().min(32) });
const pathOf = (dataFolder: string) => join(dataFolder, 'running-service.json');

export const newLocalToken = () => randomBytes(32).toString('base64url');

/** Writes the file for the service's own user only. The returned function removes it again. */
export function writeServiceFile(dataFolder: string, file: ServiceFile): () => void {
  mkdirSync(dataFolder, { recursive: true });
  const path = pathOf(dataFolder);
  const written = `${path}.${process.pid}`;
  writeFileSync(written, JSON.stringify(file), { mode: 0o600 });
  renameSync(written, path);
  return () => rmSync(path, { force: true });
}

/** Throws TrabeculaError "not-found" when no service runs on this data folder. */
export function readServiceFile(dataFolder: string): ServiceFile {
  try {
    return shape.parse(JSON.parse(readFileSync(pathOf(dataFolder), 'utf8')));
  } catch (cause) {
    throw new TrabeculaError('not-found', `no running service was found on the data folder ${dataFolder}`, {
      cause,
    });
  }
}
