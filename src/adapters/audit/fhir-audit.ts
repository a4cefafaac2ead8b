import { printAuditEvent } from '../../fhir/print/print-audit-event.ts';
import type { AuditTrail } from '../../flow/ports/audit.ts';
import type { FhirWriter } from '../../flow/ports/fhir.ts';

/** Audit lines as AuditEvents on a FHIR server. Rejects when the server does not take one. */
export function openFhirAudit(writer: FhirWriter): AuditTrail {
  return {
    record: async (entry) =>
      void (await writer.transaction({
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [{ resource: printAuditEvent(entry), request: { method: 'POST', url: 'AuditEvent' } }],
      })),
  };
}
