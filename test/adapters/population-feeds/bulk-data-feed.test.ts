import type { PopulationBatch } from '../../../src/flow/ports/population-feed.ts';
import type { BulkHttp } from '../../../src/adapters/bulk-data/bulk-http.ts';
import type { ExportRequest } from '../../../src/adapters/bulk-data/export-request.ts';
import { bulkDataFeed } from '../../../src/adapters/population-feeds/bulk-data-feed.ts';
import {
  startExportServer,
  transactionTime,
  type ExportFaults,
  type ExportServer,
} from '../../fakes/export-server.ts';

const patients = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) =>
    JSON.stringify({ resourceType: 'Patient', id: `p${from + index}` }),
  );

const deletion = JSON.stringify({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [{ request: { method: 'DELETE', url: 'Patient/gone' } }],
});
const outcome = JSON.stringify({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code: 'processing' }],
});

const files = { output: [patients(0, 700), patients(700, 900)], deleted: [[deletion]], error: [[outcome]] };

let server: ExportServer;
afterEach(() => server.close());

interface Waited {
  milliseconds: number[];
}

function httpOf(waited: Waited, token: () => string = () => 'token-1'): BulkHttp {
  return {
    fetch,
    accessToken: () => Promise.resolve(token()),
    tokenOrigins: new Set([new URL(server.baseUrl).origin]),
    waiting: {
      clock: () =>
        new Date(Date.parse('2026-11-28T00:00:00Z') + waited.milliseconds.reduce((a, b) => a + b, 0)),
      random: () => 0.5,
      sleep: (milliseconds) => {
        waited.milliseconds.push(milliseconds);
        return Promise.resolve();
      },
    },
  };
}

const request: ExportRequest = {
  level: { kind: 'system' },
  types: ['Patient'],
  typeFilters: [],
  since: undefined,
};
const wait = { patienceMs: 3_600_000, onProgress: () => undefined };

async function importAll(
  faults: ExportFaults,
  options: { token?: () => string; request?: ExportRequest; stored?: string } = {},
): Promise<{ batches: PopulationBatch[]; waited: Waited }> {
  server = await startExportServer(files, faults);
  const waited: Waited = { milliseconds: [] };
  const feed = bulkDataFeed(httpOf(waited, options.token), server.baseUrl, options.request ?? request, wait);
  const batches: PopulationBatch[] = [];
  for await (const batch of feed.open(options.stored, new AbortController().signal)) batches.push(batch);
  return { batches, waited };
}

const idsOf = (batches: readonly PopulationBatch[]): string[] =>
  batches.flatMap(({ resources }) => resources.map(({ id }) => id ?? ''));
const all = Array.from({ length: 900 }, (_, index) => `p${index}`);

test('an export is imported whole: resources, deletions, problems, and the next _since', async () => {
  const { batches } = await importAll({});
  expect(idsOf(batches)).toEqual(all);
  expect(batches.flatMap(({ deleted }) => deleted)).toEqual(['Patient/gone']);
  expect(batches.flatMap(({ problems }) => problems)).toEqual(['error file 4, line 1: error processing']);
  expect(batches.at(-1)?.nextSince).toBe(transactionTime);
  expect(server.requests.at(-1)).toMatchObject({ method: 'DELETE', path: '/status' });
});

test.each([
  ['gzip', { gzip: true }],
  ['a manifest in pages, the first while still running', { pagedManifest: true }],
  ['downloads that break three times', { cutDownloads: 3 }],
])('%s: nothing lost, nothing twice', async (_name, faults) => {
  const { batches } = await importAll(faults);
  expect(idsOf(batches)).toEqual(all);
});

test('waits as the server asks: seconds, an HTTP date, and 429', async () => {
  const { waited } = await importAll({
    pollsBeforeDone: 2,
    busyPolls: { status: 429, count: 1, retryAfter: '7' },
  });
  expect(waited.milliseconds).toEqual([7000, 1000]);
  await server.close();
  const dated = await importAll({
    busyPolls: { status: 503, count: 1, retryAfter: 'Sat, 28 Nov 2026 00:00:30 GMT' },
  });
  expect(dated.waited.milliseconds).toEqual([30_000]);
});

test('an export that never ends is given up with a clear error', async () => {
  await expect(importAll({ pollsBeforeDone: Infinity })).rejects.toThrow(
    'did not end within the configured patience',
  );
});

test('a type the server does not know is named, the others are imported', async () => {
  const { batches } = await importAll(
    { unknownTypes: ['ImagingStudy'] },
    { request: { ...request, types: ['Patient', 'ImagingStudy'] } },
  );
  expect(batches.flatMap(({ problems }) => problems)).toContain('ImagingStudy: refused by the server (400)');
  expect(idsOf(batches)).toEqual(all);
});

test('the token is renewed for downloads, and withheld where the manifest says that none is needed', async () => {
  let issued = 0;
  const { batches } = await importAll(
    { tokenOfDownloads: 'token-3' },
    { token: () => `token-${Math.min((issued += 1), 3)}` },
  );
  expect(idsOf(batches)).toHaveLength(900);
  await server.close();
  await importAll({ requiresAccessToken: false });
  const downloads = server.requests.filter(({ path }) => path.startsWith('/files/'));
  expect(downloads.map(({ authorization }) => authorization)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('an expired link is a clear error, and the position of the last batch resumes without repeating', async () => {
  await expect(importAll({ expiredLinks: true })).rejects.toThrow('its link may have expired');
  await server.close();
  const first = await importAll({});
  const afterFirstBatch = first.batches[0];
  expect(afterFirstBatch?.resources).toHaveLength(500);
  await server.close();
  server = await startExportServer(files, {});
  const position = afterFirstBatch!.position.replace(/http:\/\/127\.0\.0\.1:\d+\//, server.baseUrl);
  const rest: PopulationBatch[] = [];
  const feed = bulkDataFeed(httpOf({ milliseconds: [] }), server.baseUrl, request, wait);
  for await (const batch of feed.open(position, new AbortController().signal)) rest.push(batch);
  expect(idsOf(rest)).toEqual(all.slice(500));
});

test('a manifest that is not one is refused by the name of the field', async () => {
  await expect(
    importAll({ manifestBody: { transactionTime, requiresAccessToken: 'yes', output: [] } }),
  ).rejects.toThrow('not valid at "requiresAccessToken"');
});

test('the token never goes to an origin that is not allowed to see it', async () => {
  const elsewhere = 'http://127.0.0.1:9/files/output/0';
  await expect(
    importAll({
      manifestBody: {
        transactionTime,
        requiresAccessToken: true,
        output: [{ type: 'Patient', url: elsewhere }],
      },
    }),
  ).rejects.toThrow('127.0.0.1:9 asks for the access token but is not allowed to see it');
});

test.each<[ExportRequest['level'], string]>([
  [{ kind: 'system' }, '/$export'],
  [{ kind: 'patient' }, '/Patient/$export'],
  [{ kind: 'group', groupId: 'bone health' }, '/Group/bone%20health/$export'],
])(
  'the kick-off of %j asks at %s, asynchronously, for types and filters since the last time',
  async (level, path) => {
    await importAll(
      {},
      {
        request: {
          level,
          types: ['Patient', 'ImagingStudy'],
          typeFilters: ['ImagingStudy?modality=DX,CR'],
          since: transactionTime,
        },
      },
    );
    const kickOff = server.requests[0];
    const url = new URL(kickOff?.path ?? '', server.baseUrl);
    expect([kickOff?.method, url.pathname]).toEqual(['GET', path]);
    expect(kickOff?.prefer).toContain('respond-async');
    expect(kickOff?.authorization).toBe('Bearer token-1');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      _outputFormat: 'application/fhir+ndjson',
      _type: 'Patient,ImagingStudy',
      _typeFilter: 'ImagingStudy?modality=DX,CR',
      _since: transactionTime,
    });
  },
);

test('a server that does not say when to come again is asked ever more seldom', async () => {
  const { waited } = await importAll({ pollsBeforeDone: 4, withoutRetryAfter: true });
  // Half of 1, 2, 4 and 8 s, and half of that half again at a draw of 0.5: 750, 1500, 3000 and 6000 ms.
  expect(waited.milliseconds).toEqual([750, 1500, 3000, 6000]);
});

test('problem files under the name of the ballot are read too', async () => {
  const { batches } = await importAll({ errorFilesNamed: 'outcome' });
  expect(batches.flatMap(({ problems }) => problems)).toEqual(['error file 4, line 1: error processing']);
});

test('a token that the file server does not take ends the import with a clear error', async () => {
  await expect(importAll({ tokenOfDownloads: 'another' })).rejects.toThrow('was refused (401)');
});

test('a server that fails every poll is given up after six', async () => {
  const { waited } = await importAll({
    busyPolls: { status: 500, count: 5, retryAfter: '1' },
  });
  expect(waited.milliseconds).toHaveLength(5);
  await server.close();
  await expect(importAll({ busyPolls: { status: 500, count: 6, retryAfter: '1' } })).rejects.toThrow(
    'answered 500 6 times',
  );
});

test('an export of which every type is refused is an error, not an empty population', async () => {
  const types = ['Patient', 'ImagingStudy'];
  await expect(importAll({ unknownTypes: types }, { request: { ...request, types } })).rejects.toThrow(
    'refused the export of every type',
  );
});
