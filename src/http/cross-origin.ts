import cors from 'cors';
import type { RequestHandler, Response } from 'express';
import { TrabeculaError } from '../errors.ts';
import type { VerifiedClient } from '../flow/hook-call.ts';
import type { Tenant } from '../flow/tenant.ts';

/**
 * "Cross-Origin Resource Sharing": origins by list, never "*". A preflight names no client, so it is answered for the
 * origins of all tenants; the call itself is then held against its own tenant's list (`refuseForeignOrigin`).
 */
export function crossOrigin(tenants: readonly Tenant[]): RequestHandler {
  const origins = [...new Set(tenants.flatMap((tenant) => tenant.corsOrigins))];
  return cors({
    origin: origins.length === 0 ? false : origins,
    methods: ['GET', 'POST'],
    allowedHeaders: ['authorization', 'content-type'],
    exposedHeaders: ['X-Trace-Id', 'Retry-After'],
    maxAge: 600,
  });
}

/** Refuses a browser's call that comes from another tenant's origin. Throws TrabeculaError "forbidden". */
export function refuseForeignOrigin(
  origin: string | undefined,
  client: VerifiedClient,
  response: Response,
): void {
  if (origin === undefined || client.tenant.corsOrigins.includes(origin)) return;
  response.removeHeader('Access-Control-Allow-Origin');
  throw new TrabeculaError('forbidden', 'the origin is not registered for this client');
}
