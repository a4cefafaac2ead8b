import type { Request, RequestHandler } from 'express';
import { TrabeculaError } from '../../errors.ts';
import type { StaffRole, Tenant } from '../../flow/tenant.ts';
import type { RequireRole, StaffMember } from '../population/staff.ts';
import type { SealedCookie } from './sealed-cookie.ts';

const ROLES: readonly StaffRole[] = ['clinician', 'population', 'operator', 'clinical-lead', 'research'];

/** The member of staff of a session cookie; the tenant must still be served. */
export async function staffOfSession(
  request: Request,
  session: SealedCookie,
  tenants: readonly Tenant[],
): Promise<StaffMember | undefined> {
  const content = await session.read(request);
  const { tenantId, sub, name, roles } = content ?? {};
  if (typeof sub !== 'string' || !tenants.some(({ id }) => id === tenantId)) return undefined;
  const known = ROLES.filter((role) => Array.isArray(roles) && roles.includes(role));
  return {
    tenantId: String(tenantId),
    subject: sub,
    name: typeof name === 'string' ? name : undefined,
    roles: known,
  };
}

/**
 * A browser sends its cookie with a form or a script of any page on this site's own origin; another origin's page must
 * not act with it. SameSite=Lax keeps it out of cross-site POSTs; this refuses what an old browser lets through.
 */
function refuseCrossSite(request: Request, publicUrl: string): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return;
  const origin = request.get('origin');
  const site = request.get('sec-fetch-site');
  if (
    origin !== undefined ? origin !== new URL(publicUrl).origin : site !== undefined && site !== 'same-origin'
  )
    throw new TrabeculaError('forbidden', 'the request came from another site');
}

/** Lets in members of staff with one of the roles. Throws TrabeculaError "unauthenticated" or "forbidden". */
export function roleGuard(options: {
  readonly session: SealedCookie;
  readonly tenants: readonly Tenant[];
  readonly publicUrl: () => string;
}): RequireRole {
  return (...roles): RequestHandler =>
    async (request, response, next) => {
      const staff = await staffOfSession(request, options.session, options.tenants);
      if (staff === undefined) throw new TrabeculaError('unauthenticated', 'sign in first');
      refuseCrossSite(request, options.publicUrl());
      if (!staff.roles.some((role) => roles.includes(role)))
        throw new TrabeculaError('forbidden', `this needs the role ${roles.join(' or ')}`);
      response.locals['staff'] = staff;
      next();
    };
}
