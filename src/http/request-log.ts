import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { ServiceMetrics } from '../flow/ports/service-metrics.ts';

/** The pattern of the route that answered; a path can hold a patient's id and is never logged. */
function routeOf(request: Request): string {
  const route = request.route as { readonly path?: unknown } | undefined;
  return typeof route?.path === 'string' ? `${request.baseUrl}${route.path}` : 'none';
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
    response.once('close', () => {
      const seconds = (performance.now() - startedAt) / 1000;
      const { method } = request;
      const { statusCode: status } = response;
      const route = routeOf(request);
      metrics.httpRequest({ method, route, status, seconds });
      log.info(
        { traceId, method, route, status, ms: Math.round(seconds * 1000), tenant: tenantOf(response) },
        'answered',
      );
    });
    next();
  };
}
