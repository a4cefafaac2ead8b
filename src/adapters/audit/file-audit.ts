import { appendFile } from 'node:fs/promises';
import type { AuditTrail } from '../../flow/ports/audit.ts';

/**
 * One JSON line an entry, appended to a file that is opened anew each time: it can be rotated by renaming it.
 * Rejects when the line could not be written; a read or write that cannot be audited is not done.
 */
export function openFileAudit(path: string): AuditTrail {
  return {
    record: (entry) =>
      appendFile(path, `${JSON.stringify({ ...entry, at: entry.at.toISOString() })}\n`, { mode: 0o600 }),
  };
}
