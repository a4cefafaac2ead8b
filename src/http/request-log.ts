import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { ServiceMetrics } from '../flow/ports/service-metrics.ts';

/** Patterns without the slash that a router's own root adds. */
const patternOf = (baseUrl: string, path: unknown): string =>
  typeof path === 'string' ? `${baseUrl}${path}`.replace(/(?<=.)\/$/, '') : baseUrl;

/**
 * Notes the pattern of the route that takes the request, never its path: that can hold a patient's id. Noted when
 * Express sets it, because an error that leaves a router takes the router's base path with it.
 */
function noteRoute(request: Request, response: Response): void {
  let taken: unknown;
  Object.defineProperty(request, 'route', {
    configurable: true,
    get: () => taken,
    set: (route: { readonly path?: unknown } | undefined) => {
      taken = route;
      response.locals['route'] = patternOf(request.baseUrl, route?.path);
    },
  });
}

function tenantOf(response: Response): string | undefined {
  const client = response.locals['client'] as { readonly tenant: { readonly id: string } } | undefined;
  return client?.tenant.id;
}

/** Gives each request a trace id, and the log and the metrics one line when it is answered. */
export function requestLog(log: Logger, metrics: ServiceMetrics): RequestHandler {
  return (request, response, next) => {
    const traceId = randomUUID();
    const startedAt = performance.now();
    response.locals['traceId'] = traceId;
    response.set('X-Trace-Id', traceId);
    noteRoute(request, response);
    response.once('close', () => {
      const seconds = (performance.now() - startedAt) / 1000;
      const { method } = request;
      const { statusCode: status } = response;
      const route = String(response.locals['route'] ?? 'none');
      metrics.httpRequest({ method, route, status, seconds });
      log.info(
        { traceId, method, route, status, ms: Math.round(seconds * 1000), tenant: tenantOf(response) },
        'answered',
      );
    });
    next();
  };
}
