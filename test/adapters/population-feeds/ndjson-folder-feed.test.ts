import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { PopulationBatch } from '../../../src/flow/ports/population-feed.ts';
import { ndjsonFolderFeed } from '../../../src/adapters/population-feeds/ndjson-folder-feed.ts';

const asOf = (): Date => new Date('2026-11-28T00:00:00Z');
const line = (id: string): string => JSON.stringify({ resourceType: 'Patient', id });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trabecula-ndjson-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function read(path: string, position?: string): Promise<PopulationBatch[]> {
  const batches: PopulationBatch[] = [];
  for await (const batch of ndjsonFolderFeed(path, asOf).open(position, new AbortController().signal))
    batches.push(batch);
  return batches;
}

test('plain and gzip files are read in the order of their names; bad lines are counted, not fatal', async () => {
  await writeFile(join(folder, 'b.ndjson'), `${line('3')}\nnot json\n{"id":"x"}\n{"resourceType":"Patient"}`);
  await writeFile(join(folder, 'a.ndjson.gz'), gzipSync(`${line('1')}\n\n${line('2')}\n`));
  const batches = await read(folder);
  expect(batches.flatMap(({ resources }) => resources.map(({ id }) => id))).toEqual(['1', '2', '3']);
  expect(batches.flatMap(({ problems }) => problems)).toEqual([
    'file 2, line 2: not JSON',
    'file 2, line 3: no resourceType',
    'file 2, line 4: Patient without id',
  ]);
  expect(batches.at(-1)?.nextSince).toBe('2026-11-28T00:00:00.000Z');
});

test('lines of a shape that FHIR does not know are counted, not fatal', async () => {
  const lines = [
    { resourceType: 'Patient', id: 5 },
    { resourceType: 'OperationOutcome', issue: 5 },
    { resourceType: 'OperationOutcome', issue: [null, { severity: {}, code: 'exception' }] },
    { resourceType: 'Bundle', entry: { request: null } },
    {
      resourceType: 'Bundle',
      entry: [
        null,
        { request: { method: 'DELETE', url: 5 } },
        { request: { method: 'DELETE', url: 'Patient/7' } },
      ],
    },
  ];
  await writeFile(join(folder, 'a.ndjson'), lines.map((one) => JSON.stringify(one)).join('\n'));
  const batches = await read(folder);
  expect(batches.flatMap(({ resources }) => resources)).toEqual([]);
  expect(batches.flatMap(({ deleted }) => deleted)).toEqual(['Patient/7']);
  expect(batches.flatMap(({ problems }) => problems)).toEqual([
    'file 1, line 1: Patient without id',
    'file 1, line 2: empty outcome',
    'file 1, line 3: error exception',
  ]);
});

test('goes on after a stored position', async () => {
  await writeFile(join(folder, 'a.ndjson'), [line('1'), line('2'), line('3')].join('\n'));
  const batches = await read(folder, JSON.stringify({ fileIndex: 0, line: 2 }));
  expect(batches.flatMap(({ resources }) => resources.map(({ id }) => id))).toEqual(['3']);
});

test('a folder without NDJSON and a path that is not there are clear errors', async () => {
  await expect(read(folder)).rejects.toThrow('holds no .ndjson file');
  await expect(read(join(folder, 'absent'))).rejects.toThrow('no such file or folder');
});
