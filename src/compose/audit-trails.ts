import { join } from 'node:path';
import type { Logger } from 'pino';
import { openFhirAudit } from '../adapters/audit/fhir-audit.ts';
import { openFileAudit } from '../adapters/audit/file-audit.ts';
import { openAuditStore } from '../adapters/store/audit-store.ts';
import type { Database } from '../adapters/store/database.ts';
import type { Config } from '../config.ts';
import type { AuditTrail } from '../flow/ports/audit.ts';
import type { TenantAccess } from './tenant-access.ts';

/**
 * Where audit lines go: to the store, which answers questions of it; to a file, which survives the store; and, for
 * tenants that ask for it, to the EHR as AuditEvents. The EHR's copy is an extra: that it cannot be written is logged and
 * stops nothing.
 */
export function auditTrails(
  config: Config,
  database: Database,
  access: ReadonlyMap<string, TenantAccess>,
  log: Logger,
): AuditTrail {
  const trails = [openAuditStore(database), openFileAudit(join(config.dataFolder, 'audit.ndjson'))];
  const inEhr = new Map<string, AuditTrail>();
  for (const { id, writeBack } of config.tenants) {
    const own = access.get(id)?.own;
    if (writeBack.auditEvents && own) inEhr.set(id, openFhirAudit(own.writer));
  }
  return {
    record: async (entry) => {
      await Promise.all(trails.map((trail) => trail.record(entry)));
      await inEhr
        .get(entry.tenantId)
        ?.record(entry)
        .catch((error: unknown) =>
          log.warn({ tenant: entry.tenantId, err: error }, 'an AuditEvent was not written'),
        );
    },
  };
}
