import { Router } from 'express';
import type { AppPorts } from '../app-ports.ts';

/** `/health/live`: the process answers. `/health/ready`: what it needs works (503 and the names of what does not). */
export function health(ports: Pick<AppPorts, 'readiness'>): Router {
  const router = Router();
  router.get('/live', (_request, response) => {
    response.json({ status: 'live' });
  });
  router.get('/ready', async (_request, response) => {
    const checks = await ports.readiness();
    const ready = checks.every((check) => check.ready);
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready', checks });
  });
  return router;
}
