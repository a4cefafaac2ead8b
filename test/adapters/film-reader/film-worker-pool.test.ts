import { setTimeout as wait } from 'node:timers/promises';
import { sayBegun } from '../../../src/adapters/film-reader/begun.ts';
import { FilmWorkerPool } from '../../../src/adapters/film-reader/film-worker-pool.ts';
import type { FilmWorkerAnswer, FilmWorkerTask } from '../../../src/adapters/film-reader/film-worker.ts';

const TIMEOUT_MS = 20;
const task = { kind: 'warm' } as const;

/** A pool of one worker that loads its networks for a while, and then works for a while. */
function poolOf(loadingMs: number, workingMs: number): FilmWorkerPool {
  const run = async (
    given: FilmWorkerTask,
    { signal }: { signal?: unknown } = {},
  ): Promise<FilmWorkerAnswer> => {
    const options = { signal: signal as AbortSignal };
    await wait(loadingMs, undefined, options);
    sayBegun(given.begun);
    await wait(workingMs, undefined, options);
    return { kind: 'warm' };
  };
  const piscina = { run, close: () => Promise.resolve(), options: { maxThreads: 1 } };
  return new FilmWorkerPool(piscina as unknown as ConstructorParameters<typeof FilmWorkerPool>[0], {
    modelsFolder: '/nowhere',
    viewRules: {} as never,
    timeoutMs: TIMEOUT_MS,
  });
}

test('the time limit of a film does not count the loading of the networks', async () => {
  expect(await poolOf(10 * TIMEOUT_MS, 0).run(task, undefined)).toEqual({ kind: 'warm' });
});

test('the time limit of a film counts from the beginning of its reading', async () => {
  expect(await poolOf(0, 60_000).run(task, undefined)).toMatchObject({
    kind: 'refused',
    refusal: { reason: 'decode-limit-exceeded' },
  });
});
