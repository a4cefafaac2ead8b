import type { Tenant } from '../flow/tenant.ts';

/** A value that depends on a tenant's settings alone, made once for each and looked up in every call. */
export function perTenant<T>(tenants: readonly Tenant[], make: (tenant: Tenant) => T): (tenant: Tenant) => T {
  const made = new Map(tenants.map((tenant) => [tenant.id, make(tenant)]));
  return ({ id }) => {
    const value = made.get(id);
    if (value === undefined) throw new TypeError(`tenant ${id} is not configured`);
    return value;
  };
}
