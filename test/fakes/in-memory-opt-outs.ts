import { refusesAi, type AiConsent } from '../../src/core/patient/ai-consent.ts';
import type { OptOuts } from '../../src/flow/ports/opt-outs.ts';

/** Opt-outs of one tenant in memory: a list, and what was learnt of consents. */
export class InMemoryOptOuts implements OptOuts {
  readonly listed = new Set<string>();
  readonly learnt = new Map<string, readonly AiConsent[]>();

  hasOptedOut(_tenantId: string, patientId: string): boolean {
    return this.listed.has(patientId) || refusesAi(this.learnt.get(patientId) ?? [], '2026-06-15');
  }

  learn(_tenantId: string, patientId: string, consents: readonly AiConsent[]): Promise<void> {
    this.learnt.set(patientId, consents);
    return Promise.resolve();
  }
}
