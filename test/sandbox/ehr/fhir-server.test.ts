import type { Bundle, CapabilityStatement, OperationOutcome } from '@medplum/fhirtypes';
import { backendToken, fhir, runSandbox, type RunningSandbox } from './running-sandbox.ts';

let sandbox: RunningSandbox;
let token: string;

beforeAll(async () => {
  sandbox = await runSandbox();
  token = await backendToken(sandbox);
});

afterAll(() => sandbox.close());

const search = async (query: string): Promise<Bundle> =>
  (await fhir(sandbox, query, token)).json() as Promise<Bundle>;

/** P01 has one study (DX, 2026-09-01, 2 series), P09 one DXA with three T-scores, P15 one DXA order. */
test.each([
  ['token on the Coding[] of a series', 'ImagingStudy?modality=DX', 1],
  ['token with its system', 'ImagingStudy?modality=http://dicom.nema.org/resources/ontology/DCM|DX', 1],
  ['token list', 'ImagingStudy?modality=DX,CR', 1],
  ['another modality', 'ImagingStudy?modality=CT', 0],
  ['patient by bare id', 'ImagingStudy?patient=P01', 1],
  ['patient by reference', 'ImagingStudy?patient=Patient/P01', 1],
  ['another patient', 'ImagingStudy?patient=P02', 0],
  ['subject by bare id', 'Observation?subject=P09&code=38267-1', 1],
  ['study by its UID', 'ImagingStudy?identifier=urn:dicom:uid|urn:oid:2.25.1001', 1],
  ['started from a day', 'ImagingStudy?started=ge2026-09-01', 1],
  ['started after a day', 'ImagingStudy?started=gt2026-09-02', 0],
  ['changed since long ago', 'ImagingStudy?_lastUpdated=ge2020-01-01', 1],
  ['changed in the far future', 'ImagingStudy?_lastUpdated=gt2099-01-01', 0],
  ['several codes', 'Observation?patient=P09&code=http://loinc.org|38267-1,http://loinc.org|38264-8', 2],
  ['orders by status', 'ServiceRequest?patient=P15&status=active', 1],
  ['appointments in a window', 'Appointment?patient=P15&date=ge2020-01-01', 1],
  ['patient by record number', 'Patient?identifier=P01', 1],
])('search finds: %s', async (_claim, query, expected) => {
  expect((await search(query)).total).toBe(expected);
});

test('a patient may be searched for by the absolute URL of the reference', async () => {
  const query = `ImagingStudy?patient=${sandbox.addresses.fhirBaseUrl}/Patient/P01`;
  expect((await search(query)).total).toBe(1);
});

test('an unknown search parameter is refused, since no result would read as "there is none"', async () => {
  const response = await fhir(sandbox, 'ImagingStudy?colour=blue', token);
  expect(response.status).toBe(400);
  expect(((await response.json()) as OperationOutcome).issue[0]?.details?.text).toContain('colour');
});

test('pages are linked: the next page holds what the first left out', async () => {
  const first = await search('Patient?_count=10');
  const next = first.link?.find(({ relation }) => relation === 'next')?.url;
  const second = (await (
    await fetch(String(next), { headers: { authorization: `Bearer ${token}` } })
  ).json()) as Bundle;
  const ids = [...(first.entry ?? []), ...(second.entry ?? [])].map(({ resource }) => resource?.id);
  expect(first.entry).toHaveLength(10);
  expect(new Set(ids).size).toBe(19);
});

test('metadata is a CapabilityStatement, without a token', async () => {
  const statement = (await (await fhir(sandbox, 'metadata', undefined)).json()) as CapabilityStatement;
  expect(statement.resourceType).toBe('CapabilityStatement');
  const riskAssessment = statement.rest?.[0]?.resource?.find(({ type }) => type === 'RiskAssessment');
  expect(riskAssessment?.interaction?.map(({ code }) => code)).toContain('create');
});

test.each([
  ['no token', undefined, 401],
  ['a made-up token', 'made-up', 401],
])('with %s nothing is read', async (_claim, bearer, status) => {
  expect((await fhir(sandbox, 'Patient/P01', bearer)).status).toBe(status);
});

test('a token with reading scopes writes nothing', async () => {
  const reader = await backendToken(sandbox, 'system/*.rs');
  expect((await fhir(sandbox, 'Patient/P01', reader)).status).toBe(200);
  const body = {
    resourceType: 'Flag',
    status: 'active',
    code: { text: 'x' },
    subject: { reference: 'Patient/P01' },
  };
  expect((await fhir(sandbox, 'Flag', reader, { method: 'POST', body })).status).toBe(403);
});

const riskAssessment = (key: string) => ({
  resourceType: 'RiskAssessment',
  status: 'preliminary',
  identifier: [{ system: 'urn:test', value: key }],
  subject: { reference: 'Patient/P01' },
  performer: { reference: 'urn:uuid:11111111-1111-4111-8111-111111111111' },
});

const transaction = (key: string, lastUrl = 'RiskAssessment') => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [
    {
      fullUrl: 'urn:uuid:11111111-1111-4111-8111-111111111111',
      resource: { resourceType: 'Device', identifier: [{ system: 'urn:test', value: key }] },
      request: { method: 'POST', url: 'Device', ifNoneExist: `identifier=urn:test|${key}` },
    },
    {
      fullUrl: 'urn:uuid:21111111-1111-4111-8111-111111111111',
      resource: riskAssessment(key),
      request: { method: 'POST', url: lastUrl, ifNoneExist: `identifier=urn:test|${key}` },
    },
  ],
});

test('a transaction resolves its urn:uuid references, and the same one again changes nothing', async () => {
  for (const expected of ['201', '200']) {
    const response = await fhir(sandbox, '', token, { method: 'POST', body: transaction('once') });
    const bundle = (await response.json()) as Bundle;
    expect(bundle.entry?.map(({ response: answer }) => answer?.status)).toEqual([expected, expected]);
  }
  const stored = await search('RiskAssessment?identifier=urn:test|once');
  expect(stored.total).toBe(1);
  expect(JSON.stringify(stored.entry?.[0]?.resource)).toMatch(/"reference":"Device\/[0-9a-f-]+"/);
});

test('a transaction that fails in its last entry leaves nothing of the first', async () => {
  const broken = transaction('rolled-back', 'Condition');
  const response = await fhir(sandbox, '', token, { method: 'POST', body: broken });
  expect(response.status).toBe(400);
  expect((await search('Device?identifier=urn:test|rolled-back')).total).toBe(0);
});

test('an update that changes nothing keeps its version', async () => {
  const before = (await (await fhir(sandbox, 'Patient/P02', token)).json()) as {
    meta: { versionId: string };
  };
  const response = await fhir(sandbox, 'Patient/P02', token, { method: 'PUT', body: before });
  const after = (await response.json()) as { meta: { versionId: string } };
  expect(after.meta.versionId).toBe(before.meta.versionId);
});
