import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { WorkerSettings } from './assessments.ts';

/** Requests that a worker sends before it dies, drawn evenly from none to this: about five assessments a life. */
const MOST_REQUESTS = 20;
/** ...and then dies within this time, so that it dies between any two steps of its work. */
const LONGEST_REST_MS = 40;
/** A worker that has nothing due dies all the same. */
const LONGEST_LIFE_MS = 2_000;
/** One in ten dies while it opens its store (recovery and migrations). */
const SHARE_IN_OPENING = 0.1;
const LONGEST_OPENING_MS = 300;

export interface Run {
  readonly kills: number;
  readonly killsInOpening: number;
  readonly dead: number;
}

/** Told of each request that the EHR gets. */
export interface RequestSignal {
  onRequest: () => void;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A worker that has loaded its modules and waits for the word to open the store: starting costs the proof no time. */
async function standBy(settings: WorkerSettings): Promise<ChildProcess> {
  const worker = fork(join(import.meta.dirname, 'worker.ts'), [JSON.stringify(settings)]);
  await once(worker, 'message');
  return worker;
}

/** Resolves when so many requests more have been seen. */
const requestsSeen = (signal: RequestSignal, count: number): Promise<void> =>
  new Promise((resolve) => {
    let left = count;
    signal.onRequest = () => void ((left -= 1) <= 0 && resolve());
    if (count === 0) resolve();
  });

/** Waits for the moment of this worker's death; "opening" while its store is not open yet. */
async function untilItsMoment(
  opened: Promise<unknown>,
  signal: RequestSignal,
  random: () => number,
): Promise<'opening' | 'working'> {
  if (random() < SHARE_IN_OPENING) {
    await Promise.race([pause(random() * LONGEST_OPENING_MS), opened]);
    return 'opening';
  }
  await opened;
  const requests = requestsSeen(signal, Math.floor(random() * (MOST_REQUESTS + 1)));
  await Promise.race([requests, pause(LONGEST_LIFE_MS)]);
  await pause(random() * LONGEST_REST_MS);
  return 'working';
}

/**
 * Starts one worker after the other, each killed at a random moment, until `kills` have died; the last is let go on to
 * its end. A worker that ends before was left nothing to do: the kills are then fewer, and the proof does not hold.
 */
export async function killAndRestart(
  settings: WorkerSettings,
  kills: number,
  signal: RequestSignal,
  random: () => number,
): Promise<Run> {
  let next = standBy(settings);
  const died = { opening: 0, working: 0 };
  for (;;) {
    const worker = await next;
    const ended = once(worker, 'exit');
    const opened = once(worker, 'message');
    worker.send('open');
    if (died.opening + died.working < kills) {
      next = standBy(settings);
      const moment = await Promise.race([untilItsMoment(opened, signal, random), ended]);
      worker.kill('SIGKILL');
      await ended;
      if (typeof moment === 'string' && worker.signalCode === 'SIGKILL') {
        died[moment] += 1;
        continue;
      }
      (await next).kill('SIGKILL');
    } else {
      await opened;
      const last = (await Promise.race([once(worker, 'message'), ended]))[0] as { dead: number } | number;
      await ended;
      const isDone = worker.exitCode === 0 && typeof last === 'object';
      if (isDone) return { kills: kills, killsInOpening: died.opening, dead: last.dead };
    }
    throw new Error(`the worker ended with ${worker.exitCode} after ${died.opening + died.working} kills`);
  }
}
