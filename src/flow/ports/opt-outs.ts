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

/** What an import says of one Consent. */
export interface ImportedConsent {
  readonly consentId: string;
  /** Undefined: the Consent was deleted, or says nothing of films, of whomever it was. */
  readonly says: { readonly patientId: string; readonly consent: AiConsent } | undefined;
  /** When it was so: a file can be older than what the chart has said since. */
  readonly asOf: Date;
}

export interface ConsentImports {
  /** Takes over single Consents, each unless something newer is known of it; counts at once. */
  learnImported(tenantId: string, consents: readonly ImportedConsent[]): Promise<void>;
}
