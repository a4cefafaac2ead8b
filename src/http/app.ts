import express, { type Express, type RequestHandler, type Router } from 'express';
import helmet from 'helmet';
import { TrabeculaError } from '../errors.ts';
import type { AppPorts } from './app-ports.ts';
import { authenticateClient, openTenantOf } from './authenticate-client.ts';
import { clientVerifier } from './client-jwt.ts';
import { crossOrigin } from './cross-origin.ts';
import { errorHandler } from './error-response.ts';
import { rateLimit } from './rate-limits.ts';
import { requestLog } from './request-log.ts';
import { cdsServices } from './routes/cds-services.ts';
import { health } from './routes/health.ts';
import { openApiPage } from './routes/openapi-page.ts';
import { notifications } from './routes/notifications.ts';
import { metricsPage } from './routes/metrics-page.ts';

/** Headers that mark every answer of a service that asks its callers for no signature. */
const OPEN_MODE_HEADER = 'X-Trabecula-Open-Mode';

/** The service's own routes by the path that they stand under; other parts bring theirs as `mounts`. */
export function ownAreas(
  ports: AppPorts,
  authenticate: RequestHandler,
): readonly { readonly path: string; readonly handler: Router }[] {
  return [
    { path: '/health', handler: health(ports) },
    { path: '/metrics', handler: metricsPage(ports) },
    { path: '/openapi.json', handler: openApiPage(ports) },
    { path: '/cds-services', handler: cdsServices(ports, authenticate) },
    { path: '/notifications', handler: notifications(ports, authenticate) },
  ];
}

/** The HTTP side of the service: routes around the stories that it is given. Listens to nothing by itself. */
export function createApp(ports: AppPorts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', ports.trustedProxies.length === 0 ? false : [...ports.trustedProxies]);
  app.use(requestLog(ports.log, ports.metrics));
  const openTenant = openTenantOf(ports.tenants);
  if (openTenant !== undefined) {
    ports.log.warn(
      { tenant: openTenant.id },
      'OPEN MODE: calls from this machine need no client JWT (sandbox only)',
    );
    app.use((_request, response, next) => {
      response.set(OPEN_MODE_HEADER, 'sandbox');
      next();
    });
  }
  for (const { path, handler } of ports.mounts) app.use(path, handler);
  app.use(helmet());
  app.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  const anonymous = rateLimit(ports.limits.anonymousRequestsPerMinute);
  const verify = clientVerifier({
    tenants: ports.tenants,
    usedTokens: ports.usedTokens,
    clock: ports.clock,
    lifetimeSeconds: ports.limits.jwtLifetimeSeconds,
  });
  const authenticate = authenticateClient({
    verify,
    openTenant,
    publicUrl: ports.publicUrl,
    anonymous,
    perClient: rateLimit(ports.limits.hookCallsPerMinutePerClient),
  });
  app.use('/cds-services', crossOrigin(ports.tenants));
  for (const { path, handler } of ownAreas(ports, authenticate)) app.use(path, handler);
  app.use(() => {
    throw new TrabeculaError('not-found', 'there is nothing here');
  });
  app.use(errorHandler(ports.log));
  return app;
}
