import type { Consent } from '@medplum/fhirtypes';
import { importPopulation } from '../../src/flow/import-population.ts';
import type { ImportedConsent } from '../../src/flow/ports/opt-outs.ts';
import { AI_ASSESSMENT_CODES } from '../../src/fhir/ai-consent.ts';
import type { PopulationBatch, PopulationFeed } from '../../src/flow/ports/population-feed.ts';
import type { ImportState, PopulationStore } from '../../src/flow/ports/population-store.ts';

const at = new Date('2026-11-28T12:00:00Z');

const batch = (position: string, problems: readonly string[] = []): PopulationBatch => ({
  resources: [{ resourceType: 'Patient', id: position }],
  deleted: [],
  problems,
  position,
  progress: { filesDone: 0, filesInAll: 1 },
});

/** A feed of the batches 1, 2, 3; `breakAfter` ends it with an error as a broken network would. */
const feedOf = (opened: (string | undefined)[], breakAfter?: number): PopulationFeed => ({
  name: 'feed',
  async *open(position) {
    opened.push(position);
    const from = Number(position ?? 0);
    for (let number = from + 1; number <= 3; number += 1) {
      if (breakAfter !== undefined && number > breakAfter) throw new Error('connection reset');
      yield await Promise.resolve({
        ...batch(String(number), number === 2 ? ['line 7: not JSON'] : []),
        ...(number === 3 ? { nextSince: 'T' } : {}),
      });
    }
  },
});

function storeOf(): {
  store: PopulationStore;
  applied: string[];
  /** Batches that had come whenever the statistics were renewed. */
  renewedAfter: number[];
  state: () => ImportState | undefined;
} {
  const applied: string[] = [];
  const renewedAfter: number[] = [];
  let state: ImportState | undefined;
  const begin: ImportState = {
    feed: 'feed',
    state: 'running',
    position: undefined,
    nextSince: undefined,
    resources: 0,
    rowsKept: 0,
    problems: 0,
    startedAt: at,
    updatedAt: at,
    progress: { filesDone: 0, filesInAll: undefined },
  };
  const store: PopulationStore = {
    imports: () => Promise.resolve([]),
    attestDxa: () => Promise.resolve(),
    renewStatistics: () => {
      renewedAfter.push(applied.length);
      return Promise.resolve();
    },
    importState: () => Promise.resolve(state),
    beginImport: () => {
      state = begin;
      return Promise.resolve();
    },
    applyBatch: (_tenantId, _feed, { position }) => {
      applied.push(position);
      state = { ...(state ?? begin), position };
      return Promise.resolve({ rowsKept: 1, problems: [] });
    },
    endImport: (_tenantId, _feed, outcome, nextSince) => {
      state = { ...(state ?? begin), state: outcome, nextSince };
      return Promise.resolve();
    },
  };
  return { store, applied, renewedAfter, state: () => state };
}

const ports = (store: PopulationStore, learnt: ImportedConsent[] = []) => ({
  store,
  optOuts: {
    learnImported: (_tenantId: string, consents: readonly ImportedConsent[]) =>
      Promise.resolve(void learnt.push(...consents)),
  },
  clock: () => at,
  onProgress: () => undefined,
});
const signal = new AbortController().signal;

test('an import that broke goes on after the last batch that was stored: nothing lost, nothing twice', async () => {
  const { store, applied, state } = storeOf();
  const opened: (string | undefined)[] = [];
  await expect(importPopulation('t', feedOf(opened, 2), ports(store), signal)).rejects.toThrow(
    'connection reset',
  );
  expect(state()?.state).toBe('failed');
  const report = await importPopulation('t', feedOf(opened), ports(store), signal);
  expect(opened).toEqual([undefined, '2']);
  expect(applied).toEqual(['1', '2', '3']);
  expect(report).toMatchObject({ resumed: true, resources: 1, nextSince: 'T' });
  expect(state()).toMatchObject({ state: 'done', nextSince: 'T' });
});

test('after a finished import the next one begins anew', async () => {
  const { store } = storeOf();
  const opened: (string | undefined)[] = [];
  await importPopulation('t', feedOf(opened), ports(store), signal);
  const report = await importPopulation('t', feedOf(opened), ports(store), signal);
  expect(opened).toEqual([undefined, undefined]);
  expect(report).toMatchObject({ resumed: false, problems: 1, problemExamples: ['line 7: not JSON'] });
});

test('what Consents say of films is learnt from an import, as of when they were changed; deleted ones end', async () => {
  const consent = (id: string, given: Partial<Consent>): Consent => ({
    resourceType: 'Consent',
    id,
    status: 'active',
    scope: {},
    category: [],
    patient: { reference: 'Patient/p1' },
    ...given,
  });
  const resources = [
    consent('denies', {
      meta: { lastUpdated: '2026-01-02T03:04:05Z' },
      provision: { type: 'deny', code: [{ coding: [...AI_ASSESSMENT_CODES] }] },
    }),
    consent('other', { provision: { type: 'deny', code: [{ text: 'something else' }] } }),
    consent('of nobody', { patient: { display: 'Jane' } }),
  ];
  const feed: PopulationFeed = {
    name: 'feed',
    async *open() {
      yield await Promise.resolve({ ...batch('1'), resources, deleted: ['Consent/gone', 'Patient/p2'] });
    },
  };
  const learnt: ImportedConsent[] = [];
  await importPopulation('t', feed, ports(storeOf().store, learnt), signal);
  expect(learnt).toEqual([
    {
      consentId: 'denies',
      says: {
        patientId: 'p1',
        consent: { consentId: 'denies', effect: 'denies', from: undefined, to: undefined },
      },
      asOf: new Date('2026-01-02T03:04:05Z'),
    },
    { consentId: 'other', says: undefined, asOf: at },
    { consentId: 'gone', says: undefined, asOf: at },
  ]);
});

test('statistics are renewed each time what came has doubled, so that an import which is killed leaves them', async () => {
  const { store, renewedAfter } = storeOf();
  const many: PopulationFeed = {
    name: 'feed',
    async *open() {
      for (let number = 1; number <= 9; number += 1) yield await Promise.resolve(batch(String(number)));
    },
  };
  await importPopulation('t', many, ports(store), signal);
  expect(renewedAfter).toEqual([1, 2, 4, 8]);
});
