import { shippedViews } from '../adapters/population/flat-views.ts';
import { populationStore } from '../adapters/population/population-store.ts';
import type { Database } from '../adapters/store/database.ts';
import { localCodesIn } from '../core/decision/policy-overrides.ts';
import { populationFacts } from '../fhir/population/population-facts.ts';
import type { PopulationStore } from '../flow/ports/population-store.ts';
import type { Tenant } from '../flow/tenant.ts';

/** The flat tables of the population, classified by the terminology of the decision and each tenant's own codes. */
export function populationTables(
  database: Database,
  tenants: readonly Pick<Tenant, 'id' | 'policy'>[],
): PopulationStore {
  const localCodes = new Map(tenants.map(({ id, policy }) => [id, localCodesIn(policy)]));
  return populationStore(database, shippedViews(), (entry, tenantId) =>
    populationFacts(entry, localCodes.get(tenantId) ?? []),
  );
}
