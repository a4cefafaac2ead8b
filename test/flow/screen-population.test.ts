import {
  workScreening,
  workSlice,
  type ScreeningPace,
  type StudyOutcome,
} from '../../src/flow/screen-population.ts';
import type { ScreeningItem, ScreeningLedger } from '../../src/flow/ports/screening-ledger.ts';

const pace: ScreeningPace = { concurrency: 2, spacingMs: 0, quietHours: [], idleMs: 5 };
const noon = new Date('2026-11-28T12:00:00Z');

const item = (patientId: string, attempts = 0): ScreeningItem => ({
  tenantId: 't',
  runId: 'r',
  patientId,
  studyInstanceUid: `2.25.${patientId}`,
  attempts,
});

/** A ledger that hands out what it is given and remembers what became of it. */
function ledgerOf(waiting: ScreeningItem[]): { ledger: ScreeningLedger; log: string[] } {
  const log: string[] = [];
  const ledger: ScreeningLedger = {
    plan: () => Promise.resolve(0),
    claim: (limit) => Promise.resolve(waiting.splice(0, limit)),
    finish: ({ patientId }, outcome, reason) => {
      log.push(`${patientId} ${outcome}${reason ? ` ${reason}` : ''}`);
      return Promise.resolve();
    },
    putBack: ({ patientId }, reason, again) => {
      log.push(
        `${patientId} ${again ? `again in ${(again.getTime() - noon.getTime()) / 1000} s` : 'set aside'} ${reason}`,
      );
      return Promise.resolve();
    },
    release: ({ patientId }) => {
      log.push(`${patientId} given back`);
      return Promise.resolve();
    },
    setState: () => Promise.resolve(true),
    progress: () => Promise.resolve([]),
    setAside: () => Promise.resolve([]),
  };
  return { ledger, log };
}

const portsOf = (
  ledger: ScreeningLedger,
  assess: (patientId: string) => Promise<StudyOutcome>,
  at = noon,
) => ({
  ledger,
  assess: ({ patientId }: { patientId: string }) => assess(patientId),
  clock: () => at,
  sleep: () => Promise.resolve(),
});

test('a score and a refusal are final; trouble is tried again later each time, and set aside at the third', async () => {
  const { ledger, log } = ledgerOf([item('a'), item('b'), item('c'), item('d', 1), item('e', 2)]);
  const outcomes: Record<string, StudyOutcome> = {
    a: { kind: 'scored' },
    b: { kind: 'refused', reason: 'implant' },
  };
  const ports = portsOf(ledger, (id) =>
    Promise.resolve(outcomes[id] ?? { kind: 'trouble', reason: 'archive-unreachable' }),
  );
  await workSlice(ports, { ...pace, concurrency: 5 }, new AbortController().signal);
  expect(log).toEqual([
    'a scored',
    'b refused implant',
    'c again in 60 s archive-unreachable',
    'd again in 120 s archive-unreachable',
    'e set aside archive-unreachable',
  ]);
});

test('a bug in one study neither ends the run nor shows its text', async () => {
  const { ledger, log } = ledgerOf([item('a'), item('b')]);
  const ports = portsOf(ledger, (id) =>
    id === 'a' ? Promise.reject(new Error('Jane Doe')) : Promise.resolve({ kind: 'scored' }),
  );
  await workSlice(ports, pace, new AbortController().signal);
  expect(log.sort()).toEqual(['a again in 60 s internal', 'b scored']);
});

test('never more at once than the pace allows, and never so many that one waits for another', async () => {
  const { ledger } = ledgerOf(Array.from({ length: 6 }, (_, i) => item(String(i))));
  let running = 0;
  let most = 0;
  const ports = portsOf(ledger, async () => {
    most = Math.max(most, (running += 1));
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return { kind: 'scored' };
  });
  while ((await workSlice(ports, pace, new AbortController().signal)) > 0);
  expect(most).toBe(2);
});

test('nothing is begun in the quiet hours', async () => {
  const { ledger, log } = ledgerOf([item('a')]);
  const stop = new AbortController();
  const ports = {
    ...portsOf(ledger, () => Promise.resolve({ kind: 'scored' as const })),
    sleep: () => {
      stop.abort();
      return Promise.resolve();
    },
  };
  await workScreening(ports, { ...pace, quietHours: [12] }, stop.signal);
  expect(log).toEqual([]);
});

test('a study in hand when the worker is stopped is given back untried, unless it was done', async () => {
  const { ledger, log } = ledgerOf([item('a', 2), item('b')]);
  const stop = new AbortController();
  const ports = portsOf(ledger, (id) => {
    stop.abort();
    return id === 'a' ? Promise.reject(new Error('aborted')) : Promise.resolve({ kind: 'scored' });
  });
  await workSlice(ports, pace, stop.signal);
  expect(log.sort()).toEqual(['a given back', 'b scored']);
});
