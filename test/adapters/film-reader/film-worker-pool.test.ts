import { setTimeout as wait } from 'node:timers/promises';
import { FilmWorkerPool } from '../../../src/adapters/film-reader/film-worker-pool.ts';
import type { FilmWorkerAnswer, FilmWorkerTask } from '../../../src/adapters/film-reader/film-worker.ts';
import {
  insideGate,
  newThreadWord,
  sayBegun,
  type ThreadWord,
} from '../../../src/adapters/film-reader/thread-words.ts';

const TIMEOUT_MS = 20;
const task = { kind: 'warm' } as const;

interface Worker {
  readonly loadingMs?: number;
  readonly workingMs?: number;
  /** After the work: in a network, where it must not be ended. */
  readonly inNetworkMs?: number;
  readonly timeoutMs?: number;
}

/** A pool of one worker that loads its networks for a while, then works for a while, and what it went through. */
function poolOf({ loadingMs = 0, workingMs = 0, inNetworkMs = 0, timeoutMs = TIMEOUT_MS }: Worker): {
  readonly pool: FilmWorkerPool;
  readonly log: string[];
  readonly loadingGate: ThreadWord;
} {
  const log: string[] = [];
  const work = async (given: FilmWorkerTask, signal: AbortSignal): Promise<FilmWorkerAnswer> => {
    await wait(loadingMs, undefined, { signal });
    sayBegun(given.begun);
    await wait(workingMs, undefined, { signal });
    if (inNetworkMs > 0) {
      await insideGate(given.gate, async () => {
        await wait(inNetworkMs);
        log.push('out of the network');
      });
      // Time for the pool to end it.
      await wait(TIMEOUT_MS, undefined, { signal });
    }
    log.push('done');
    return { kind: 'warm' };
  };
  const run = (given: FilmWorkerTask, options: { signal: AbortSignal }) => {
    options.signal.addEventListener('abort', () => log.push('ended'));
    return work(given, options.signal);
  };
  const piscina = { run, close: () => Promise.resolve(), options: { maxThreads: 1 } };
  const settings = { modelsFolder: '/nowhere', viewRules: {} as never, timeoutMs };
  const loadingGate = newThreadWord();
  const pool = new FilmWorkerPool(
    piscina as unknown as ConstructorParameters<typeof FilmWorkerPool>[0],
    settings,
    loadingGate,
  );
  return { pool, log, loadingGate };
}

test('the time limit of a film does not count the loading of the networks', async () => {
  const { pool } = poolOf({ loadingMs: 10 * TIMEOUT_MS });
  expect(await pool.run(task, undefined)).toEqual({ kind: 'warm' });
});

test('the time limit of a film counts from the beginning of its reading', async () => {
  const { pool } = poolOf({ workingMs: 60_000 });
  expect(await pool.run(task, undefined)).toMatchObject({
    kind: 'refused',
    refusal: { reason: 'decode-limit-exceeded' },
  });
});

test('a worker that is in a network when its time is over is ended when it comes out', async () => {
  const { pool, log } = poolOf({ inNetworkMs: 5 * TIMEOUT_MS });
  expect(await pool.run(task, undefined)).toMatchObject({ kind: 'refused' });
  expect(log).toEqual(['out of the network', 'ended']);
});

test('a caller that gives up does not end the worker, and a film not begun by then is dropped', async () => {
  const { pool, log } = poolOf({ inNetworkMs: TIMEOUT_MS, timeoutMs: 60_000 });
  const caller = new AbortController();
  const films = [pool.run(task, caller.signal), pool.run(task, caller.signal)];
  await wait(1);
  caller.abort(new Error('gave up'));
  expect(await Promise.allSettled(films)).toEqual(
    films.map(() => ({ status: 'rejected', reason: new Error('gave up') })),
  );
  await pool.close();
  expect(log).toEqual(['out of the network', 'done']);
});

test('the pool closes when a worker that loads has come out, and when one died and never will', async () => {
  const { pool, log, loadingGate } = poolOf({ timeoutMs: 60_000 });
  void insideGate(loadingGate, async () => {
    await wait(TIMEOUT_MS);
    log.push('loaded');
  });
  await pool.close();
  expect(log).toEqual(['loaded']);

  const other = poolOf({});
  Atomics.add(other.loadingGate, 0, 1);
  await other.pool.close();
});
