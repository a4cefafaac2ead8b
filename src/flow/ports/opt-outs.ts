import type { AiConsent } from '../../core/patient/ai-consent.ts';

/**
 * Patients who do not want their films assessed: by the tenant's list, or by a Consent in their chart. Their chart is
 * still screened by guideline, without a film.
 */
export interface OptOuts {
  /** From memory: what another process learnt counts here within seconds. */
  hasOptedOut(tenantId: string, patientId: string): boolean;
  /** Takes over all that a chart says of its patient's consent now, in place of what was known; counts at once. */
  learn(tenantId: string, patientId: string, consents: readonly AiConsent[]): Promise<void>;
}
