import { timingSafeEqual } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import { TrabeculaError } from '../../errors.ts';
import type { AuditTrail } from '../../flow/ports/audit.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import { isFromThisMachine } from '../loopback-caller.ts';
import { staffOf } from '../population/staff.ts';

/** Who acts on the service, and on which tenants. */
export interface AdminActor {
  readonly name: string;
  /** Undefined: all tenants (the command line on the machine itself). */
  readonly tenantId: string | undefined;
}

export function adminOf(response: Response): AdminActor {
  const actor = response.locals['admin'] as AdminActor | undefined;
  if (actor === undefined) throw new TypeError('an admin route without a guard asked who acts');
  return actor;
}

/** Throws TrabeculaError "forbidden" for another tenant than the actor's own. */
export function mustManage(response: Response, tenantId: string): void {
  const { tenantId: own } = adminOf(response);
  if (own !== undefined && own !== tenantId)
    throw new TrabeculaError('forbidden', 'this tenant is not yours to manage');
}

function equal(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Lets in commands on this machine that can read the service's own token file. */
export function localAdmin(token: string): RequestHandler {
  return (request, response, next) => {
    const presented = /^Bearer (.+)$/.exec(request.get('authorization') ?? '')?.[1] ?? '';
    if (!isFromThisMachine(request) || !equal(presented, token))
      throw new TrabeculaError('unauthenticated', 'the caller is not known');
    const user = (request.get('x-trabecula-user') ?? 'unknown').replace(/[^\w.@-]/g, '').slice(0, 64);
    response.locals['admin'] = { name: `local:${user}`, tenantId: undefined } satisfies AdminActor;
    next();
  };
}

/** A member of staff who was let in by role, as an admin of the own tenant. */
export const staffAdmin: RequestHandler = (_request, response, next) => {
  const { subject, tenantId } = staffOf(response);
  response.locals['admin'] = { name: subject, tenantId } satisfies AdminActor;
  next();
};

/** Runs an admin act and puts it into the audit trail, whether it succeeds or fails. */
export type AuditedAct = <T>(
  response: Response,
  act: { readonly tenantId: string; readonly object: string; readonly subject?: string },
  work: () => Promise<T>,
) => Promise<T>;

export function auditedActs(audit: AuditTrail, clock: Clock): AuditedAct {
  return async (response, { tenantId, object, subject }, work) => {
    const actor = adminOf(response).name;
    const record = (outcome: 'success' | 'failure') =>
      audit.record({ tenantId, action: 'admin', actor, subject, object, outcome, at: clock() });
    let result: Awaited<ReturnType<typeof work>>;
    try {
      mustManage(response, tenantId);
      result = await work();
    } catch (error) {
      await record('failure');
      throw error;
    }
    await record('success');
    return result;
  };
}
