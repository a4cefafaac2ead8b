import { mkdirSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AuditTrail } from '../../flow/ports/audit.ts';

/**
 * One JSON line an entry, appended to a file that is opened anew each time: it can be rotated by renaming it.
 * Its folder is made when it is not there: a worker is often the first on its machine. Rejects when the line could not be written; a read or write that cannot be audited is not done.
 */
export function openFileAudit(path: string): AuditTrail {
  mkdirSync(dirname(path), { recursive: true });
  return {
    record: (entry) =>
      appendFile(path, `${JSON.stringify({ ...entry, at: entry.at.toISOString() })}\n`, { mode: 0o600 }),
  };
}
