import {
  workScreening,
  workSlice as sliceOf,
  type ScreeningPace,
  type StudyOutcome,
} from '../../src/flow/screen-population.ts';
import { OutageWatch } from '../../src/flow/outage-watch.ts';
import type { ScreeningItem, ScreeningLedger } from '../../src/flow/ports/screening-ledger.ts';

const pace: ScreeningPace = { concurrency: 2, spacingMs: 0, quietHours: [], idleMs: 5 };
const noon = new Date('2026-11-28T12:00:00Z');

const workSlice = (
  ports: Parameters<typeof sliceOf>[0],
  rules: ScreeningPace,
  signal = new AbortController().signal,
  outages = new OutageWatch(),
) => sliceOf(ports, rules, signal, outages);

const item = (
  patientId: string,
  attempts = 0,
  { outages = 0, lostLeases = 0 }: { outages?: number; lostLeases?: number } = {},
): ScreeningItem => ({
  tenantId: 't',
  runId: 'r',
  patientId,
  studyInstanceUid: `2.25.${patientId}`,
  attempts,
  outages,
  lostLeases,
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
    putBack: ({ patientId }, reason, countedAs, again) => {
      log.push(
        `${patientId} ${countedAs}, again in ${(again.getTime() - noon.getTime()) / 1000} s ${reason}`,
      );
      return Promise.resolve();
    },
    giveUp: ({ patientId }, reason) => {
      log.push(`${patientId} set aside ${reason}`);
      return Promise.resolve();
    },
    setState: () => Promise.resolve(true),
    progress: () => Promise.resolve([]),
    secondsPerStudy: () => Promise.resolve(undefined),
    setAside: () => Promise.resolve([]),
  };
  return { ledger, log };
}

const portsOf = (
  ledger: ScreeningLedger,
  assess: (patientId: string) => Promise<StudyOutcome>,
  serversAnswer = true,
) => ({
  ledger,
  assess: ({ patientId }: { patientId: string }) => assess(patientId),
  serversAnswer: () => Promise.resolve(serversAnswer),
  clock: () => noon,
  sleep: () => Promise.resolve(),
});

test('a score and a refusal are final; trouble is tried again later each time, and set aside at the third', async () => {
  const { ledger, log } = ledgerOf([item('a'), item('b'), item('c'), item('d', 1), item('e', 2)]);
  const outcomes: Record<string, StudyOutcome> = {
    a: { kind: 'scored' },
    b: { kind: 'refused', reason: 'implant' },
  };
  const ports = portsOf(ledger, (id) =>
    Promise.resolve(outcomes[id] ?? { kind: 'trouble', reason: 'internal' }),
  );
  await workSlice(ports, { ...pace, concurrency: 5 });
  expect(log).toEqual([
    'a scored',
    'b refused implant',
    'c attempt, again in 60 s internal',
    'd attempt, again in 120 s internal',
    'e set aside internal',
  ]);
});

test('a bug in one study neither ends the run nor shows its text', async () => {
  const { ledger, log } = ledgerOf([item('a'), item('b')]);
  const ports = portsOf(ledger, (id) =>
    id === 'a' ? Promise.reject(new Error('Jane Doe')) : Promise.resolve({ kind: 'scored' }),
  );
  await workSlice(ports, pace);
  expect(log.sort()).toEqual(['a attempt, again in 60 s internal', 'b scored']);
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
  while ((await workSlice(ports, pace)) > 0);
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

const unreachable: StudyOutcome = { kind: 'unreachable', reason: 'upstream-unavailable' };

test('one film that the archive cannot give is set aside at the third try; the others go on', async () => {
  const { ledger, log } = ledgerOf([item('bad', 2), item('a'), item('bad-too'), item('b')]);
  const ports = portsOf(ledger, (id) =>
    Promise.resolve(id.startsWith('bad') ? unreachable : { kind: 'scored' }),
  );
  const outages = new OutageWatch();
  while ((await workSlice(ports, { ...pace, concurrency: 1 }, undefined, outages)) > 0);
  expect(log).toEqual([
    'bad set aside upstream-unavailable',
    'a scored',
    'bad-too attempt, again in 60 s upstream-unavailable',
    'b scored',
  ]);
});

test('an archive that is down costs no study more than one try: from the fifth study on nobody is to blame', async () => {
  const waiting = Array.from({ length: 7 }, (_, i) => item(`s${i}`));
  const { ledger, log } = ledgerOf([...waiting, item('last', 0, { outages: 99 })]);
  const ports = portsOf(ledger, () => Promise.resolve(unreachable), false);
  const worked = await workSlice(ports, { ...pace, concurrency: 8 });
  expect(worked).toBe(4);
  expect(log).toEqual([
    ...[0, 1, 2, 3].map((i) => `s${i} attempt, again in 60 s upstream-unavailable`),
    ...[4, 5, 6].map((i) => `s${i} outage, again in 300 s upstream-unavailable`),
    'last set aside upstream-unavailable',
  ]);
});

test('a run whose last studies the archive cannot give ends: while the archive itself answers, each costs its study a try', async () => {
  const left = Array.from({ length: 12 }, (_, i) => item(`s${i}`, 2));
  const { ledger, log } = ledgerOf(left);
  const ports = portsOf(ledger, () => Promise.resolve(unreachable));
  const outages = new OutageWatch();
  while ((await workSlice(ports, { ...pace, concurrency: 1 }, undefined, outages)) > 0);
  expect(log).toEqual(Array.from({ length: 12 }, (_, i) => `s${i} set aside upstream-unavailable`));
});

test('the servers are not asked before the fifth study in a row, and no more than once in five', async () => {
  const { ledger } = ledgerOf(Array.from({ length: 12 }, (_, i) => item(`s${i}`)));
  let asked = 0;
  const ports = {
    ...portsOf(ledger, () => Promise.resolve(unreachable)),
    serversAnswer: () => {
      asked += 1;
      return Promise.resolve(true);
    },
  };
  const outages = new OutageWatch();
  while ((await workSlice(ports, { ...pace, concurrency: 1 }, undefined, outages)) > 0);
  expect(asked).toBe(2);
});

test('a film that ended eight workers is set aside without being read again', async () => {
  const { ledger, log } = ledgerOf([item('a', 0, { lostLeases: 7 }), item('b', 0, { lostLeases: 8 })]);
  const read: string[] = [];
  const ports = portsOf(ledger, (id) => {
    read.push(id);
    return Promise.resolve({ kind: 'scored' });
  });
  await workSlice(ports, pace);
  expect(log.sort()).toEqual(['a scored', 'b set aside worker-died']);
  expect(read).toEqual(['a']);
});

test('while an operator has stopped assessments no study loses a try, and the worker waits', async () => {
  const { ledger, log } = ledgerOf([item('a', 2)]);
  const ports = portsOf(ledger, () => Promise.resolve({ kind: 'held', reason: 'stopped-by-operator' }));
  expect(await workSlice(ports, pace)).toBe(0);
  expect(log).toEqual(['a nothing, again in 60 s stopped-by-operator']);
});

test('a study in hand when the worker is stopped is given back untried, unless it was done', async () => {
  const { ledger, log } = ledgerOf([item('a', 2), item('b')]);
  const stop = new AbortController();
  const ports = portsOf(ledger, (id) => {
    stop.abort();
    return id === 'a' ? Promise.reject(new Error('aborted')) : Promise.resolve({ kind: 'scored' });
  });
  await workSlice(ports, pace, stop.signal);
  expect(log.sort()).toEqual(['a nothing, again in 0 s worker-stopped', 'b scored']);
});
