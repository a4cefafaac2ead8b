import { openProfileCheck } from '../adapters/fhir-profiles/profile-check.ts';
import { shippedDefinitions } from '../adapters/fhir-profiles/shipped-definitions.ts';
import type { OutgoingCheck } from '../flow/ports/outgoing-check.ts';
import type { Tenant } from '../flow/tenant.ts';

/** The check of each tenant that asks for one; FHIR R4 is read only where a tenant does. */
export function outgoingCheckOf(tenants: readonly Tenant[]): (tenant: Tenant) => OutgoingCheck | undefined {
  const asks = ({ writeBack }: Tenant): boolean => writeBack.validateOutgoing === true;
  const check = tenants.some(asks) ? openProfileCheck(shippedDefinitions()) : undefined;
  return (tenant) => (asks(tenant) ? check : undefined);
}
