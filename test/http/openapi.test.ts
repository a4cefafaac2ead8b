import type { Router } from 'express';
import { goLiveRoutes } from '../../src/http/admin/go-live-routes.ts';
import { adminRoutes } from '../../src/http/admin/admin-routes.ts';
import { watchRoutes } from '../../src/http/admin/watch-routes.ts';
import { appApi } from '../../src/http/app-api/app-api.ts';
import { appFiles } from '../../src/http/app-api/app-files.ts';
import { ownAreas } from '../../src/http/app.ts';
import { definitionRoutes } from '../../src/http/definition-routes.ts';
import { modelCardRoutes } from '../../src/http/model-cards.ts';
import { openApiDocument } from '../../src/http/openapi/document.ts';
import { ENDPOINTS } from '../../src/http/openapi/endpoints.ts';
import { BODY_SCHEMAS } from '../../src/http/openapi/body-schemas.ts';
import { populationRoutes } from '../../src/http/population/population-routes.ts';
import { tokenRoutes } from '../../src/http/population-systems/token-routes.ts';
import { researchRoutes } from '../../src/http/population/research-routes.ts';
import { signInRoutes } from '../../src/http/staff/sign-in-routes.ts';
import { staffPages } from '../../src/http/staff/staff-pages.ts';
import { startService } from './service.ts';

/** Routers are built to read their routes; nothing of what they are given is called. */
const uncalled = <T>(values: object = {}): T => values as T;

function routesUnder(prefix: string, router: Router): readonly string[] {
  return router.stack.flatMap(({ route }) => {
    if (route === undefined) return [];
    const methods = [...new Set(route.stack.map(({ method }) => method))];
    return [route.path].flat().flatMap((own) => {
      const path = `${prefix}${own === '/' ? '' : own}`.replace(/:(\w+)/g, '{$1}');
      return methods.map((method) => `${method} ${path}`);
    });
  });
}

const pass = () => undefined;
const ports = {
  discovery: { services: [] },
  limits: { concurrentHookCalls: 1, requestBodyBytes: 1 },
};

test('the document lists every route and no other', () => {
  const routers: readonly (readonly [string, Router])[] = [
    ...ownAreas(uncalled(ports), pass).map(({ path, handler }) => [path, handler] as const),
    ['/staff', signInRoutes(uncalled({ tenants: [] }))],
    ['/admin/api/go-live', goLiveRoutes(uncalled({ requireRole: () => pass }))],
    ['/staff', staffPages('/nowhere')],
    ['/admin/api', adminRoutes(uncalled())],
    ['/admin/api/watch', watchRoutes(uncalled(), uncalled())],
    ['/admin/local', adminRoutes(uncalled())],
    ['/app/api', appApi(uncalled({ tenants: [] }))],
    ['/app', appFiles('/nowhere', [])],
    ['/model-cards', modelCardRoutes(uncalled())],
    ['/fhir', definitionRoutes([], uncalled())],
    ['/population', populationRoutes(uncalled({ requireRole: () => pass }))],
    ['/population-systems', tokenRoutes(uncalled({ tenants: [] }))],
    ['/population/research-exports', researchRoutes(uncalled({ requireRole: () => pass }))],
  ];
  // The one handler that the composition mounts without a router.
  const alone = ['get /.well-known/jwks.json'];
  const routes = [...alone, ...routers.flatMap(([prefix, router]) => routesUnder(prefix, router))];
  const documented = ENDPOINTS.map(({ method, path }) => `${method} ${path}`);
  expect(documented.toSorted()).toEqual([...routes].toSorted());
});

test('every body that the document names has a schema', () => {
  const named = ENDPOINTS.flatMap(({ body }) => (body === undefined ? [] : [body]));
  expect(named.filter((name) => !(name in BODY_SCHEMAS))).toEqual([]);
});

test('what needs a credential says so, with 401', () => {
  const { paths } = openApiDocument('1', 'https://cds.example.org');
  expect(paths['/cds-services/{id}']).toMatchObject({
    post: {
      security: [{ 'cds-client': [] }],
      responses: { 401: { description: expect.any(String) as string } },
    },
  });
  expect(paths['/cds-services']?.['get']).not.toHaveProperty('security');
});

test('the service serves its document', async () => {
  const service = await startService();
  try {
    const response = await fetch(`${service.url}/openapi.json`);
    expect(await response.json()).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' } });
  } finally {
    await service.close();
  }
});
