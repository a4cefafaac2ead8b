import type { Router } from 'express';
import type { AuditTrail } from '../../flow/ports/audit.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import type { Tenant } from '../../flow/tenant.ts';
import type { RequireRole } from '../population/staff.ts';
import { sealedCookie } from './sealed-cookie.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { roleGuard } from './staff-session.ts';

/** A working day. */
const SESSION_SECONDS = 8 * 3600;
/** Time to sign in at the provider. */
const BEGUN_SECONDS = 600;

/** Sign-in routes (mount at `/staff`) and the guard that other routes ask for roles. */
export function staffAccess(options: {
  readonly tenants: readonly Tenant[];
  readonly publicUrl: () => string;
  readonly sessionKey: Uint8Array;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}): { readonly routes: Router; readonly requireRole: RequireRole } {
  const { tenants, publicUrl, sessionKey: key, clock } = options;
  const secure = () => publicUrl().startsWith('https:');
  const session = sealedCookie({
    name: 'trabecula-staff',
    key,
    lifetimeSeconds: SESSION_SECONDS,
    secure,
    clock,
  });
  const begun = sealedCookie({
    name: 'trabecula-sign-in',
    key,
    lifetimeSeconds: BEGUN_SECONDS,
    secure,
    clock,
  });
  return {
    routes: signInRoutes({ ...options, session, begun }),
    requireRole: roleGuard({ session, tenants, publicUrl }),
  };
}
