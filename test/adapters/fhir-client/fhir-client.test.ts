import type { Bundle, Observation, Patient, RiskAssessment } from '@medplum/fhirtypes';
import { fixedToken, type AccessToken } from '../../../src/adapters/fhir-client/access-token.ts';
import { openFhirHttp } from '../../../src/adapters/fhir-client/fhir-http.ts';
import { openFhirReader } from '../../../src/adapters/fhir-client/fhir-reader.ts';
import { openFhirWriter } from '../../../src/adapters/fhir-client/fhir-writer.ts';
import { FaultyEhr, type Fault } from '../../fakes/faulty-ehr.ts';

let ehr: FaultyEhr;
beforeAll(async () => void (ehr = await FaultyEhr.start()));
afterAll(() => ehr.stop());
beforeEach(() => {
  ehr.seen.length = 0;
  ehr.faultOf = () => undefined;
  ehr.capability = (statement) => statement;
});

const http = (over: { token?: AccessToken; timeoutMs?: number; readRetries?: number } = {}) =>
  openFhirHttp({
    baseUrl: ehr.baseUrl,
    token: fixedToken('secret'),
    timeoutMs: 5000,
    readRetries: 0,
    clock: () => new Date('2026-03-02T00:00:00Z'),
    ...over,
  });
const failing = (...faults: (Fault | undefined)[]) => {
  ehr.faultOf = () => faults.shift();
};

describe('reading', () => {
  it('says undefined for a resource that is not there', async () => {
    expect(await openFhirReader(http()).read<Patient>('Patient', 'nobody')).toBeUndefined();
  });

  it('reads by bare id and by reference', async () => {
    const { id } = await ehr.repository.createResource<Patient>({
      resourceType: 'Patient',
      gender: 'female',
    });
    const reader = openFhirReader(http());
    expect((await reader.read<Patient>('Patient', id))?.gender).toBe('female');
    expect((await reader.read<Patient>('Patient', `Patient/${id}`))?.gender).toBe('female');
  });

  it('follows all pages', async () => {
    for (let n = 0; n < 7; n++)
      await ehr.repository.createResource<Observation>({
        resourceType: 'Observation',
        status: 'final',
        code: { text: 'paged' },
        subject: { reference: 'Patient/paged' },
      });
    const found = await openFhirReader(http()).search<Observation>('Observation', {
      subject: 'Patient/paged',
      _count: '3',
    });
    expect(new Set(found.map((one) => one.id)).size).toBe(7);
    expect(ehr.seen).toHaveLength(3);
  });

  it('follows no page to another server, and sends it no token', async () => {
    const other = await FaultyEhr.start();
    const page: Bundle = {
      resourceType: 'Bundle',
      type: 'searchset',
      link: [{ relation: 'next', url: `${other.baseUrl}/Patient?_offset=1` }],
    };
    const reader = openFhirReader({
      ...http(),
      request: async (request) =>
        request.url.startsWith('http')
          ? http().request(request)
          : { status: 200, body: page, location: undefined },
    });
    await expect(reader.search('Patient', {})).rejects.toMatchObject({ code: 'upstream-refused' });
    expect(other.seen).toEqual([]);
    await other.stop();
  });

  it('follows no redirect', async () => {
    const other = await FaultyEhr.start();
    failing({ kind: 'redirect', to: `${other.baseUrl}/Patient/1` });
    await expect(openFhirReader(http()).read('Patient', '1')).rejects.toMatchObject({
      code: 'upstream-refused',
    });
    expect(other.seen).toEqual([]);
    await other.stop();
  });

  it('asks again without sorting and counting when the server refuses those', async () => {
    ehr.faultOf = ({ url }) => (url.includes('_sort') ? { kind: 'status', status: 400 } : undefined);
    await openFhirReader(http()).search('Observation', { subject: 'Patient/1', _sort: '-date', _count: '5' });
    expect(ehr.seen.map((one) => one.url)).toEqual([
      'Observation?subject=Patient%2F1&_sort=-date&_count=5',
      'Observation?subject=Patient%2F1',
    ]);
  });

  it('tries again after an outage when it may, and not within a hook', async () => {
    failing({ kind: 'cut-before' }, { kind: 'status', status: 503 });
    await openFhirReader(http({ readRetries: 3 })).search('Patient', {});
    expect(ehr.seen).toHaveLength(3);
    failing({ kind: 'status', status: 503 });
    await expect(openFhirReader(http()).search('Patient', {})).rejects.toMatchObject({
      code: 'upstream-unavailable',
    });
  });

  it('gives up on a server that does not answer in time', async () => {
    failing({ kind: 'delay', delayMs: 400 });
    await expect(openFhirReader(http({ timeoutMs: 50 })).search('Patient', {})).rejects.toMatchObject({
      code: 'upstream-unavailable',
    });
  });

  const statuses: readonly [number, string, Record<string, string> | undefined, number | undefined][] = [
    [400, 'upstream-refused', undefined, undefined],
    [401, 'upstream-refused', undefined, undefined],
    [403, 'upstream-refused', undefined, undefined],
    [409, 'conflict', undefined, undefined],
    [412, 'precondition-failed', undefined, undefined],
    [422, 'upstream-refused', undefined, undefined],
    [429, 'upstream-unavailable', { 'retry-after': '7' }, 7],
    // 30 s after the client's clock, as an HTTP date.
    [503, 'upstream-unavailable', { 'retry-after': 'Mon, 02 Mar 2026 00:00:30 GMT' }, 30],
    [500, 'upstream-unavailable', undefined, undefined],
  ];
  it.each(statuses)(
    'says of %i "%s", without the text of the server',
    async (status, code, headers, seconds) => {
      failing({ kind: 'status', status, ...(headers === undefined ? {} : { headers }) });
      const failure = await openFhirReader(http())
        .search('Patient', {})
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ code, retryAfterSeconds: seconds });
      expect(String(failure)).not.toContain('Jane');
    },
  );

  it('renews a token that the server refuses, once', async () => {
    const given = ['old', 'new'];
    const token: AccessToken = {
      get: async () => given[0],
      refused: () => given.shift() !== undefined,
      scopes: async () => undefined,
    };
    ehr.faultOf = ({ authorization }) =>
      authorization === 'Bearer old' ? { kind: 'status', status: 401 } : undefined;
    await openFhirReader(http({ token })).search('Patient', {});
    expect(ehr.seen.map((one) => one.authorization)).toEqual(['Bearer old', 'Bearer new']);
  });
});

const DEVICE = 'urn:uuid:0b3c0f4e-6a0a-4a53-9f39-5e1d7e0c9b01';
const riskOf = (value: string): RiskAssessment => ({
  resourceType: 'RiskAssessment',
  status: 'preliminary',
  subject: { reference: 'Patient/1' },
  identifier: [{ system: 'urn:test', value }],
  performer: { reference: DEVICE },
});
const bundleOf = (value: string): Bundle => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [
    {
      fullUrl: DEVICE,
      resource: { resourceType: 'Device', identifier: [{ system: 'urn:test', value: 'device' }] },
      request: { method: 'POST', url: 'Device', ifNoneExist: 'identifier=urn:test|device' },
    },
    {
      fullUrl: 'urn:uuid:0b3c0f4e-6a0a-4a53-9f39-5e1d7e0c9b02',
      resource: riskOf(value),
      request: { method: 'POST', url: 'RiskAssessment', ifNoneExist: `identifier=urn:test|${value}` },
    },
  ],
});

describe('writing', () => {
  const servers: readonly [string, () => void][] = [
    ['with transactions', () => {}],
    [
      'without transactions',
      () => {
        ehr.capability = (statement) => ({
          ...statement,
          rest: statement.rest!.map(({ interaction: _transaction, ...rest }) => rest),
        });
      },
    ],
  ];
  it.each(servers)('stores a Bundle once on a server %s and says what it became', async (name, prepare) => {
    prepare();
    const writer = openFhirWriter(http());
    const first = await writer.transaction(bundleOf(name.replaceAll(' ', '-')));
    const again = await writer.transaction(bundleOf(name.replaceAll(' ', '-')));
    expect(first.at(-1)).toMatchObject({ resourceType: 'RiskAssessment', outcome: 'created' });
    expect(again).toEqual(first.map((entry) => ({ ...entry, outcome: 'unchanged' })));
    const stored = (await ehr.all<RiskAssessment>('RiskAssessment')).filter((one) => one.id === first[1]?.id);
    expect(stored.map((one) => one.performer?.reference)).toEqual([`Device/${first[0]?.id}`]);
  });

  it('looks first on a server that ignores If-None-Exist', async () => {
    ehr.capability = (statement) => ({
      ...statement,
      rest: statement.rest!.map((rest) => ({
        ...rest,
        resource: rest.resource!.map(({ conditionalCreate: _none, ...one }) => one),
      })),
    });
    await openFhirWriter(http()).transaction(bundleOf('looked'));
    expect(ehr.seen.map((one) => one.method)).toEqual(['GET', 'GET', 'GET', 'POST']);
  });

  it('may create what the server and the scopes both allow', async () => {
    const may = (scopes: readonly string[] | undefined, type: 'RiskAssessment' | 'Measure') =>
      openFhirWriter(http({ token: fixedToken('t', scopes) })).canCreate(type);
    expect(await may(undefined, 'RiskAssessment')).toBe(true);
    expect(await may(['system/RiskAssessment.cu'], 'RiskAssessment')).toBe(true);
    expect(await may(['system/*.write'], 'RiskAssessment')).toBe(true);
    expect(await may(['system/RiskAssessment.rs', 'system/Task.c'], 'RiskAssessment')).toBe(false);
    expect(await may(undefined, 'Measure')).toBe(false);
  });
});
