import type { AuditTrail } from '../flow/ports/audit.ts';
import type { Clock } from '../flow/ports/clock.ts';

/** Writes down that a film of the patient was read, and by which part of the service. */
export const auditImageRead =
  (
    tenantId: string,
    actor: string,
    { audit, clock }: { readonly audit: AuditTrail; readonly clock: Clock },
  ) =>
  (patientId: string, sopInstanceUid: string): Promise<void> =>
    audit.record({
      tenantId,
      action: 'image-read',
      actor,
      subject: `Patient/${patientId}`,
      object: `urn:oid:${sopInstanceUid}`,
      outcome: 'success',
      at: clock(),
    });
