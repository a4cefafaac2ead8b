import type { Resource } from '@medplum/fhirtypes';
import { TrabeculaError } from '../../../src/errors.ts';
import type { PopulationBatch } from '../../../src/flow/ports/population-feed.ts';
import {
  lastUpdatedFeed,
  type SearchPages,
} from '../../../src/adapters/population-feeds/last-updated-feed.ts';

const patient = (id: string, lastUpdated: string): Resource => ({
  resourceType: 'Patient',
  id,
  meta: { lastUpdated },
});

test('a sweep begins again at the last instant it saw, inclusively, so that none of that instant is left out', async () => {
  const asked: string[] = [];
  const pages: SearchPages = async function* (type, parameters) {
    asked.push(`${type} ${parameters['_lastUpdated'] ?? 'from the beginning'}`);
    if (type === 'Patient')
      yield [patient('1', '2026-01-01T00:00:00Z'), patient('2', '2026-01-02T00:00:00Z')];
    await Promise.resolve();
  };
  const feed = lastUpdatedFeed(
    pages,
    { types: ['Patient', 'Condition'], since: undefined, mayBeRefused: [] },
    () => new Date('2026-11-28T00:00:00Z'),
  );
  const batches: PopulationBatch[] = [];
  for await (const batch of feed.open(undefined, new AbortController().signal)) batches.push(batch);
  for await (const _ of feed.open(batches[0]?.position, new AbortController().signal));
  expect(asked).toEqual([
    'Patient from the beginning',
    'Condition from the beginning',
    'Patient ge2026-01-02T00:00:00Z',
    'Condition from the beginning',
  ]);
  expect(batches.at(-1)?.nextSince).toBe('2026-11-28T00:00:00.000Z');
});

test('a type that a server may not have is named as a problem and the rest goes on; any other ends the import', async () => {
  const pages: SearchPages = async function* (type) {
    await Promise.resolve();
    if (type === 'Consent') throw new TrabeculaError('upstream-refused', 'no such type');
    yield [patient('1', '2026-01-01T00:00:00Z')];
  };
  const gather = async (mayBeRefused: readonly string[]) => {
    const feed = lastUpdatedFeed(
      pages,
      { types: ['Consent', 'Patient'], since: undefined, mayBeRefused },
      () => new Date('2026-11-28T00:00:00Z'),
    );
    const batches: PopulationBatch[] = [];
    for await (const batch of feed.open(undefined, new AbortController().signal)) batches.push(batch);
    return batches;
  };
  const batches = await gather(['Consent']);
  expect(batches.flatMap(({ problems }) => problems)).toEqual(['Consent: refused by the server']);
  expect(batches.flatMap(({ resources }) => resources)).toHaveLength(1);
  await expect(gather([])).rejects.toThrow('no such type');
});
