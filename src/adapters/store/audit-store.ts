import type { AuditTrail } from '../../flow/ports/audit.ts';
import { statement, type Database } from './database.ts';

const RECORD = statement(
  'audit.record',
  `INSERT INTO trabecula.audit_entry (tenant_id, patient_id, action, actor, subject, object, outcome, at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

/** "Patient/123" -> "123"; entries about no one patient stand under the empty id. */
const patientIdOf = (subject: string | undefined) => subject?.split('/').at(-1) ?? '';

/** Audit lines in the store itself. Nothing here changes or removes one. */
export function openAuditStore(database: Database): AuditTrail {
  return {
    record: async (entry) =>
      void (await database.query(RECORD, [
        entry.tenantId,
        patientIdOf(entry.subject),
        entry.action,
        entry.actor,
        entry.subject ?? null,
        entry.object,
        entry.outcome,
        entry.at,
      ])),
  };
}
