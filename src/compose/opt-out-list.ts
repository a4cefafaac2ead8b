import { readFileSync } from 'node:fs';
import { TrabeculaError } from '../errors.ts';
import type { Tenant } from '../flow/tenant.ts';

/**
 * Patient ids that are never assessed, one a line; lines that begin with # are remarks. Throws TrabeculaError
 * "bad-configuration" when the file cannot be read: a service that ignored it would assess people who said no.
 */
export function readOptOutList({ id, optOutListFile }: Tenant): ReadonlySet<string> {
  if (optOutListFile === undefined) return new Set();
  let text: string;
  try {
    text = readFileSync(optOutListFile, 'utf8');
  } catch (cause) {
    throw new TrabeculaError(
      'bad-configuration',
      `tenant ${id}: optOutListFile: cannot read ${optOutListFile}`,
      { cause },
    );
  }
  const lines = text.split('\n').map((line) => line.trim());
  return new Set(lines.filter((line) => line !== '' && !line.startsWith('#')));
}
