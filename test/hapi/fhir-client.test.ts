import type { Bundle, Observation, Patient, RiskAssessment } from '@medplum/fhirtypes';
import { fixedToken } from '../../src/adapters/fhir-client/access-token.ts';
import { openFhirHttp } from '../../src/adapters/fhir-client/fhir-http.ts';
import { openFhirReader } from '../../src/adapters/fhir-client/fhir-reader.ts';
import { openFhirWriter } from '../../src/adapters/fhir-client/fhir-writer.ts';
import type { FhirReader, FhirWriter } from '../../src/flow/ports/fhir.ts';
import { startHapi, type HapiServer } from './hapi-server.ts';

let hapi: HapiServer;
let reader: FhirReader;
let writer: FhirWriter;
beforeAll(async () => {
  hapi = await startHapi();
  const http = openFhirHttp({
    baseUrl: hapi.baseUrl,
    token: fixedToken(undefined),
    timeoutMs: 60_000,
    readRetries: 0,
    clock: () => new Date('2026-03-02T00:00:00Z'),
  });
  reader = openFhirReader(http);
  writer = openFhirWriter(http);
  await hapi.put({ resourceType: 'Patient', id: 'client', gender: 'female' });
}, 280_000);
afterAll(() => hapi?.stop());

const once = (value: string): Bundle => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [
    {
      fullUrl: 'urn:uuid:6f1d5c0e-6f0b-4a53-9b0e-7d1f6a1c2b30',
      resource: {
        resourceType: 'RiskAssessment',
        status: 'preliminary',
        identifier: [{ system: 'urn:test', value }],
        subject: { reference: 'Patient/client' },
      },
      request: {
        method: 'POST',
        url: 'RiskAssessment',
        ifNoneExist: `identifier=${encodeURIComponent(`urn:test|${value}`)}`,
      },
    },
  ],
});

it('reads by bare id and by reference', async () => {
  expect((await reader.read<Patient>('Patient', 'client'))?.gender).toBe('female');
  expect((await reader.read<Patient>('Patient', 'Patient/client'))?.gender).toBe('female');
});

it('says undefined for what was never there (404) and for what was deleted (410)', async () => {
  await hapi.put({ resourceType: 'Patient', id: 'deleted', gender: 'female' });
  await hapi.remove('Patient/deleted');
  expect((await fetch(`${hapi.baseUrl}/Patient/deleted`)).status).toBe(410);
  expect(await reader.read<Patient>('Patient', 'deleted')).toBeUndefined();
  expect((await fetch(`${hapi.baseUrl}/Patient/nobody`)).status).toBe(404);
  expect(await reader.read<Patient>('Patient', 'nobody')).toBeUndefined();
});

it('follows the pages of a search to the last one', async () => {
  const entry = Array.from({ length: 25 }, (_, number) => ({
    resource: {
      resourceType: 'Observation' as const,
      status: 'final' as const,
      code: { text: `paged ${number}` },
      subject: { reference: 'Patient/client' },
    },
    request: { method: 'POST' as const, url: 'Observation' },
  }));
  expect((await hapi.post('', { resourceType: 'Bundle', type: 'transaction', entry })).status).toBe(200);
  const found = await reader.search<Observation>('Observation', { subject: 'Patient/client', _count: '10' });
  // 25 in pages of 10, 10 and 5
  expect(new Set(found.map(({ id }) => id)).size).toBe(25);
});

it('is refused, and says so, for a search parameter that the server does not know', async () => {
  const answer = await fetch(`${hapi.baseUrl}/Observation?no-such-parameter=1`);
  expect(answer.status).toBe(400);
  await expect(reader.search('Observation', { 'no-such-parameter': '1' })).rejects.toMatchObject({
    code: 'upstream-refused',
  });
});

it('creates once under a condition, however often it is sent', async () => {
  const [first] = await writer.transaction(once('twice'));
  const [second] = await writer.transaction(once('twice'));
  expect(first?.outcome).toBe('created');
  expect(second).toEqual({ resourceType: 'RiskAssessment', id: first?.id, outcome: 'unchanged' });
  expect(await hapi.all<RiskAssessment>('RiskAssessment', 'identifier=urn:test|twice')).toHaveLength(1);
});

it('changes nothing when the version that it read is no longer the newest', async () => {
  const [written] = await writer.transaction(once('versioned'));
  const standing = await reader.read<RiskAssessment>('RiskAssessment', written?.id ?? '');
  const update = (status: RiskAssessment['status']): Bundle => ({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      {
        resource: { ...standing!, status },
        request: { method: 'PUT', url: `RiskAssessment/${written?.id}`, ifMatch: 'W/"1"' },
      },
    ],
  });
  expect((await writer.transaction(update('cancelled')))[0]?.outcome).toBe('updated');
  await expect(writer.transaction(update('final'))).rejects.toMatchObject({
    code: expect.stringMatching(/^(conflict|precondition-failed)$/) as string,
  });
  expect((await reader.read<RiskAssessment>('RiskAssessment', written?.id ?? ''))?.status).toBe('cancelled');
});

it('can create what write-back needs, by the CapabilityStatement', async () => {
  for (const type of ['RiskAssessment', 'Task', 'Provenance', 'Device'] as const)
    expect(await writer.canCreate(type)).toBe(true);
});
