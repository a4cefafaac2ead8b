import { Router } from 'express';
import { TrabeculaError } from '../../errors.ts';
import type { AppPorts } from '../app-ports.ts';
import { isFromThisMachine } from '../loopback-caller.ts';

/** `/metrics` for Prometheus, to callers on this machine only (a scraper elsewhere goes through the local proxy). */
export function metricsPage(ports: Pick<AppPorts, 'renderMetrics'>): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    if (!isFromThisMachine(request))
      throw new TrabeculaError('forbidden', 'metrics are read on this machine');
    const { contentType, body } = await ports.renderMetrics();
    response.type(contentType).send(body);
  });
  return router;
}
