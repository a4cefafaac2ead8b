import type { Request, RequestHandler, Response } from 'express';
import { TrabeculaError } from '../errors.ts';
import type { VerifiedClient } from '../flow/hook-call.ts';
import type { Tenant } from '../flow/tenant.ts';
import type { VerifyClient } from './client-jwt.ts';
import { refuseForeignOrigin } from './cross-origin.ts';
import { isFromThisMachine } from './loopback-caller.ts';
import type { RateLimit } from './rate-limits.ts';

/** The client that `authenticateClient` found. */
export function clientOf(response: Response): VerifiedClient {
  const client = response.locals['client'] as VerifiedClient | undefined;
  if (client === undefined) throw new TypeError('a route without client authentication asked for its client');
  return client;
}

function bearerOf(request: Request): string | undefined {
  return /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i.exec(
    request.get('authorization') ?? '',
  )?.[1];
}

/** The tenant whose hooks need no JWT: the sandbox, for callers on this machine. Throws TypeError for any other. */
export function openTenantOf(tenants: readonly Tenant[]): Tenant | undefined {
  const open = tenants.filter((tenant) => tenant.openMode);
  if (open.length > 1 || open.some((tenant) => !tenant.sandbox))
    throw new TypeError('the open mode exists for one sandbox tenant only');
  return open[0];
}

/** The client of an unsigned call, when it comes from this very machine to the sandbox. */
function openClient(request: Request, tenant: Tenant | undefined): VerifiedClient | undefined {
  if (tenant === undefined || !isFromThisMachine(request)) return undefined;
  return { tenant, issuer: 'sandbox (open mode)', systemActionsAllowed: false };
}

/**
 * Finds the caller before its body is read. Failures count against the address, so that guessing is slow; a caller
 * that is known has its own limit.
 */
export function authenticateClient(options: {
  readonly verify: VerifyClient;
  readonly openTenant: Tenant | undefined;
  readonly publicUrl: () => string;
  readonly anonymous: RateLimit;
  readonly perClient: RateLimit;
}): RequestHandler {
  async function clientOfRequest(request: Request): Promise<VerifiedClient> {
    const token = bearerOf(request);
    if (token !== undefined) {
      const path = request.originalUrl.split('?')[0] ?? '';
      return options.verify(token, `${options.publicUrl()}${path}`);
    }
    const client =
      request.get('authorization') === undefined ? openClient(request, options.openTenant) : undefined;
    if (client === undefined) throw new TrabeculaError('unauthenticated', 'the client is not known');
    return client;
  }
  return async (request, response, next) => {
    const address = request.ip ?? 'unknown';
    await options.anonymous.check(address);
    const client = await clientOfRequest(request).catch(async (error: unknown) => {
      if (error instanceof TrabeculaError && error.code === 'unauthenticated')
        await options.anonymous.take(address);
      throw error;
    });
    response.locals['client'] = client;
    refuseForeignOrigin(request.get('origin'), client, response);
    await options.perClient.take(`${client.tenant.id} ${client.issuer}`);
    next();
  };
}
