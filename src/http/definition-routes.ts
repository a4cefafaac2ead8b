import { Router, type Response } from 'express';
import type { Bundle, CapabilityStatement } from '@medplum/fhirtypes';
import { TrabeculaError } from '../errors.ts';
import { loadingBatch, type Definition } from '../fhir/definitions/all-definitions.ts';
import { SERVED_TYPES } from '../fhir/definitions/capability-statements.ts';

/** An hour: they change with a version of the service. */
const CACHE = 'public, max-age=3600';

const send = (response: Response, resource: Definition | Bundle): void =>
  void response.type('application/fhir+json').send(JSON.stringify(resource));

/**
 * Public definitions of what is written to records, mounted at `/fhir`, so that the path of a canonical URL leads to its
 * definition: `/metadata`, `/{type}/{id}`, `/{type}?url=`, and `/definitions.json`, a batch that loads all of them
 * into another FHIR server.
 */
export function definitionRoutes(
  definitions: readonly Definition[],
  capability: () => CapabilityStatement,
): Router {
  const router = Router();
  const ofType = (type: string): readonly Definition[] => {
    if (!(SERVED_TYPES as readonly string[]).includes(type))
      throw new TrabeculaError('not-found', `only definitions are served here: ${SERVED_TYPES.join(', ')}`);
    return definitions.filter(({ resourceType }) => resourceType === type);
  };
  router.use((_request, response, next) => {
    response.set({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': CACHE });
    next();
  });
  router.get('/metadata', (_request, response) => send(response, capability()));
  router.get('/definitions.json', (_request, response) => send(response, loadingBatch(definitions)));
  router.get('/:type', (request, response) => {
    const { url } = request.query;
    const found = ofType(request.params.type).filter((one) => url === undefined || one.url === url);
    send(response, {
      resourceType: 'Bundle',
      type: 'searchset',
      total: found.length,
      ...(found.length === 0
        ? {}
        : { entry: found.map((resource) => ({ fullUrl: resource.url ?? '', resource })) }),
    });
  });
  router.get('/:type/:id', (request, response) => {
    const found = ofType(request.params.type).find(({ id }) => id === request.params.id);
    if (found === undefined) throw new TrabeculaError('not-found', 'there is no definition of this id');
    send(response, found);
  });
  return router;
}
