import type { PrintedModel } from '../../fhir/print/print-context.ts';
import type { AssessmentStore } from '../ports/assessment-store.ts';
import type { AuditTrail } from '../ports/audit.ts';
import type { Clock } from '../ports/clock.ts';
import type { FhirReader, FhirWriter } from '../ports/fhir.ts';
import type { OptOuts } from '../ports/opt-outs.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { Referrals } from '../ports/referrals.ts';
import type { Tenant } from '../tenant.ts';

/** A tenant's health record with the tenant's own credentials, never a hook's token. */
export interface HealthRecord {
  readonly reader: FhirReader;
  readonly writer: FhirWriter;
}

export type WriteBackTenant = Pick<Tenant, 'id' | 'pool' | 'writeBack'>;

export interface WriteBackPorts {
  readonly outbox: Outbox;
  readonly assessments: AssessmentStore;
  readonly referrals: Referrals;
  readonly optOuts: Pick<OptOuts, 'hasOptedOut'>;
  readonly audit: AuditTrail;
  /** Undefined: the tenant is no longer configured. */
  readonly tenant: (tenantId: string) => WriteBackTenant | undefined;
  /** Undefined: the tenant gave no credentials of its own. */
  readonly record: (tenantId: string) => HealthRecord | undefined;
  /** Tenants for which an operator stopped writing: only corrections of what stands in the record go out. */
  readonly writingStopped: () => readonly string[];
  /** The models of this service by version, for Device titles and model cards. */
  readonly models: Readonly<Record<string, PrintedModel>>;
  /** Whether a result that nobody has reviewed is shown to the patient. */
  readonly patientVisible: boolean;
  readonly clock: Clock;
  /** 0 to 1, for the jitter. */
  readonly random: () => number;
}
