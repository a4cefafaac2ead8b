import type { Request, RequestHandler } from 'express';
import { TrabeculaError } from '../../errors.ts';
import type { ListedQuestion } from '../../flow/ports/population-questions.ts';
import type { Tenant } from '../../flow/tenant.ts';
import type { RequireRole, StaffMember } from '../population/staff.ts';
import { scopesFor } from './population-scopes.ts';
import type { SystemTokens } from './system-token.ts';

/**
 * Lets another system in where it has the scope, and people where they have the role. Both are named in the audit trail: a
 * system as "client ID". A client that was taken out of the configuration is out at once, and so are scopes.
 */
export function systemOrStaff(options: {
  readonly tokens: SystemTokens;
  readonly tenants: readonly Tenant[];
  readonly questions: () => readonly ListedQuestion[];
  readonly requireRole: RequireRole;
}): RequireRole {
  const staffOfToken = async (token: string, request: Request): Promise<StaffMember> => {
    const grant = await options.tokens.read(token);
    const client = options.tenants
      .find(({ id }) => id === grant?.tenantId)
      ?.populationClients?.find(({ clientId }) => clientId === grant?.clientId);
    if (grant === undefined || client === undefined)
      throw new TrabeculaError('unauthenticated', 'the access token is not valid');
    const needed = scopesFor(request.method, request.path, options.questions());
    if (needed.length === 0) throw new TrabeculaError('forbidden', 'this is not for other systems');
    if (!needed.some((scope) => grant.scopes.includes(scope) && client.scopes.includes(scope)))
      throw new TrabeculaError('forbidden', `this needs the scope ${needed.join(' or ')}`);
    return { tenantId: grant.tenantId, subject: `client ${grant.clientId}`, roles: [] };
  };
  return (...roles) => {
    const asStaff = options.requireRole(...roles);
    const guard: RequestHandler = async (request, response, next) => {
      const [, token] = /^Bearer (\S+)$/i.exec(request.get('authorization') ?? '') ?? [];
      if (token === undefined) return asStaff(request, response, next);
      response.locals['staff'] = await staffOfToken(token, request);
      next();
    };
    return guard;
  };
}
