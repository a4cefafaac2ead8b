import { Router } from 'express';
import type { AppPorts } from '../app-ports.ts';
import { openApiDocument } from '../openapi/document.ts';

/** `/openapi.json`. */
export function openApiPage(ports: Pick<AppPorts, 'discovery' | 'publicUrl'>): Router {
  const router = Router();
  const version = ports.discovery.services[0]?.version ?? '0';
  router.get('/', (_request, response) => {
    response.json(openApiDocument(version, ports.publicUrl()));
  });
  return router;
}
