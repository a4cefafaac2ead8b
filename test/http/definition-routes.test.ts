import type { Bundle, CapabilityStatement } from '@medplum/fhirtypes';
import express from 'express';
import { pino } from 'pino';
import { shippedDefinitions } from '../../src/adapters/fhir-profiles/shipped-definitions.ts';
import { questions } from '../../src/adapters/population/questions/all.ts';
import { EN } from '../../src/cds-hooks/messages/en.ts';
import { allDefinitions } from '../../src/fhir/definitions/all-definitions.ts';
import { serviceCapability } from '../../src/fhir/definitions/capability-statements.ts';
import { OURS } from '../../src/fhir/print/canonical-urls.ts';
import { definitionRoutes } from '../../src/http/definition-routes.ts';
import { errorHandler } from '../../src/http/error-response.ts';
import { listening } from '../fakes/listening.ts';

const definitions = allDefinitions(shippedDefinitions(), EN, [...questions.values()]);
let server: Awaited<ReturnType<typeof listening>>;
beforeAll(async () => {
  const app = express();
  app.use(
    '/fhir',
    definitionRoutes(definitions, () => serviceCapability('https://cds.example', '1.2.3')),
  );
  app.use(errorHandler(pino({ level: 'silent' })));
  server = await listening(app);
});
afterAll(() => server.close());

const get = (path: string) => fetch(`${server.baseUrl}/fhir${path}`);
const json = async <T>(path: string) => (await (await get(path)).json()) as T;

test('the path of every canonical URL leads to its definition', async () => {
  for (const { url = '' } of definitions) {
    const answer = await json<{ url: string }>(url.replace('https://trabecula.example/fhir', ''));
    expect(answer.url).toBe(url);
  }
});

test('a definition is found by its canonical URL, and another URL finds none', async () => {
  const url = encodeURIComponent(OURS.profile.riskAssessment);
  const found = await json<Bundle>(`/StructureDefinition?url=${url}`);
  expect(found.entry?.map(({ resource }) => resource?.id)).toEqual(['film-risk-assessment']);
  expect(await json<Bundle>('/StructureDefinition?url=urn:x')).toEqual({
    resourceType: 'Bundle',
    type: 'searchset',
    total: 0,
  });
});

test('the batch loads every definition under its own id', async () => {
  const batch = await json<Bundle>('/definitions.json');
  expect(batch.entry).toHaveLength(definitions.length);
  for (const { request, resource } of batch.entry ?? [])
    expect(request).toEqual({ method: 'PUT', url: `${resource?.resourceType}/${resource?.id}` });
});

test('metadata says what is served, and no more', async () => {
  const { rest, implementation } = await json<CapabilityStatement>('/metadata');
  expect(implementation?.url).toBe('https://cds.example/fhir');
  expect(rest?.[0]?.resource?.map(({ type }) => type)).toEqual([
    'CapabilityStatement',
    'CodeSystem',
    'Measure',
    'StructureDefinition',
    'ValueSet',
  ]);
});

test('it is FHIR and may be cached; anything else is not found', async () => {
  const response = await get('/metadata');
  expect(response.headers.get('content-type')).toContain('application/fhir+json');
  expect(response.headers.get('cache-control')).toContain('public');
  for (const path of ['/Patient', '/Patient/1', '/ValueSet/none']) {
    const missing = await get(path);
    expect([path, missing.status]).toEqual([path, 404]);
    expect(await missing.json()).toMatchObject({ resourceType: 'OperationOutcome' });
  }
});
