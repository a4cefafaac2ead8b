import type { ModelSet } from '../adapters/model-registry.ts';
import type { DecisionPolicy } from '../core/decision/policy.ts';
import { effectiveMode } from '../core/go-live/effective-mode.ts';
import { dxaPositiveValidated } from '../core/go-live/local-validation.ts';
import type { GoLiveRecords } from '../flow/ports/go-live-records.ts';
import type { Tenant } from '../flow/tenant.ts';
import { runningModelsOf } from './running-models.ts';
import { policyOf } from './tenant-policy.ts';

/** The policy of a tenant with the mode that the go-live rules give it now. */
export type PolicyFor = (tenant: Tenant, asOf: Date) => Promise<DecisionPolicy>;

/** A policy that was looked up so long ago is looked up again: going silent must be quick, a query a call is too much. */
const policyHoldsMs = 2_000;

export function policyLookup(modelsOf: (tenant: Tenant) => ModelSet, records: GoLiveRecords): PolicyFor {
  const known = new Map<string, { readonly at: number; readonly policy: DecisionPolicy }>();
  return async (tenant, asOf) => {
    const held = known.get(tenant.id);
    if (held && Math.abs(asOf.getTime() - held.at) < policyHoldsMs) return held.policy;
    const running = runningModelsOf(modelsOf(tenant));
    const history = await records.of(tenant.id);
    const decided = effectiveMode(tenant, running, history, asOf);
    const policy = policyOf(tenant, decided, dxaPositiveValidated(history, running, asOf).men);
    known.set(tenant.id, { at: asOf.getTime(), policy });
    return policy;
  };
}
