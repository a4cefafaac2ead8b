import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pLimit from 'p-limit';
import { Piscina } from 'piscina';
import { TrabeculaError } from '../../errors.ts';
import type { FilmRefusal } from '../../core/film/film.ts';
import type { FilmWorkerAnswer, FilmWorkerData, FilmWorkerSettings, FilmWorkerTask } from './film-worker.ts';
import { closeGate, newThreadWord, sayBegun, type ThreadWord } from './thread-words.ts';

export interface FilmWorkerPoolSettings extends FilmWorkerSettings {
  /** Worker threads; by default one less than the cores, at least one. */
  readonly workers?: number;
  /** A film that takes longer is refused and its worker replaced. Counts from when the worker has its networks. */
  readonly timeoutMs?: number;
  /** Told of failures that are not the film's doing, so that they are logged and not lost. */
  readonly onFault?: (error: unknown) => void;
}

type Work = Exclude<FilmWorkerAnswer, { kind: 'failed' }>;
type NoWork = { readonly kind: 'refused'; readonly refusal: FilmRefusal };

const DEFAULT_TIMEOUT_MS = 20_000;

/** Long-lived worker threads for films, one film at a time each. Created by `openFilmWorkers`. */
export class FilmWorkerPool {
  readonly #pool: Pick<Piscina<FilmWorkerTask, FilmWorkerAnswer>, 'run' | 'close' | 'options'>;
  readonly #settings: FilmWorkerPoolSettings;
  readonly #timeoutMs: number;
  readonly #loadingGate: ThreadWord;
  readonly #inTurn: ReturnType<typeof pLimit>;
  readonly #inHand = new Set<Promise<unknown>>();
  #closed = false;

  constructor(
    pool: Pick<Piscina<FilmWorkerTask, FilmWorkerAnswer>, 'run' | 'close' | 'options'>,
    settings: FilmWorkerPoolSettings,
    loadingGate: ThreadWord,
  ) {
    this.#pool = pool;
    this.#settings = settings;
    this.#timeoutMs = settings.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    this.#loadingGate = loadingGate;
    this.#inTurn = pLimit(pool.options.maxThreads);
  }

  /**
   * Gives a task to the next free worker. A film that takes too long or breaks its worker is refused; rejects when the
   * signal is aborted or the pool is closed. The time limit starts when a worker begins on the film: waiting in line is
   * not the film's doing, nor is the loading of the networks in a worker that took the place of a killed one.
   *
   * A caller that gives up only stops waiting: a film not begun is dropped, one in hand is read to its end, which costs
   * less than a worker that must load its networks anew.
   */
  async run(task: FilmWorkerTask, signal: AbortSignal | undefined): Promise<Work | NoWork> {
    if (this.#closed) throw new TrabeculaError('overloaded', 'the film reader is closed');
    const work = this.#inTurn(() => {
      signal?.throwIfAborted();
      return this.#runNow(task);
    });
    this.#inHand.add(work);
    const done = work.finally(() => this.#inHand.delete(work));
    return signal === undefined ? done : unlessAborted(done, signal);
  }

  /** Waits for films in hand, then ends the workers. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#inHand);
    // A thread that died while it loaded its networks never comes out; nobody waits for it for ever.
    const over = new AbortController();
    const longEnough = wait(this.#timeoutMs, undefined, { signal: over.signal });
    await Promise.race([closeGate(this.#loadingGate), longEnough]);
    over.abort();
    await this.#pool.close();
  }

  async #runNow(task: FilmWorkerTask): Promise<Work | NoWork> {
    const limit = timeLimitFromBeginning(this.#timeoutMs);
    try {
      const { begun, gate, signal } = limit;
      return workOf(await this.#pool.run({ ...task, begun, gate }, { signal }));
    } catch (error) {
      if (error instanceof TrabeculaError) throw error;
      if (limit.signal.aborted)
        return refused('decode-limit-exceeded', `reading took more than ${this.#timeoutMs} ms`);
      this.#settings.onFault?.(error);
      return refused('unreadable', 'the film reader failed on this film');
    } finally {
      limit.end();
    }
  }
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(signal.reason as Error);
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', giveUp));
}

/**
 * A limit whose time runs from the moment at which the worker says, in shared memory, that it begins. Its signal ends the
 * worker, so it waits for the worker to be out of a network.
 */
function timeLimitFromBeginning(timeoutMs: number): {
  readonly begun: ThreadWord;
  readonly gate: ThreadWord;
  readonly signal: AbortSignal;
  end(): void;
} {
  const begun = newThreadWord();
  const gate = newThreadWord();
  const exceeded = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const exceed = async (): Promise<void> => {
    await closeGate(gate);
    if (!ended) exceeded.abort();
  };
  const beginning = Atomics.waitAsync(begun, 0, 0);
  void Promise.resolve(beginning.value).then(() => {
    if (!ended) timer = setTimeout(() => void exceed(), timeoutMs);
  });
  return {
    begun,
    gate,
    signal: exceeded.signal,
    end: () => {
      ended = true;
      clearTimeout(timer);
      // Nobody waits any more for a worker that failed before it began.
      sayBegun(begun);
    },
  };
}

/**
 * Starts the workers and waits until every one has loaded and warmed its networks. Throws TrabeculaError
 * "bad-model-package".
 */
export async function openFilmWorkers(settings: FilmWorkerPoolSettings): Promise<FilmWorkerPool> {
  const workers = settings.workers ?? Math.max(1, availableParallelism() - 1);
  const { modelsFolder, viewRules, precision = 'fp32' } = settings;
  const loadingGate = newThreadWord();
  const workerData: FilmWorkerData = { modelsFolder, viewRules, precision, loadingGate };
  const pool = new Piscina<FilmWorkerTask, FilmWorkerAnswer>({
    // The worker stands beside this file in the same language: .ts from source, .js when compiled.
    filename: new URL(`./film-worker${extname(import.meta.url)}`, import.meta.url).href,
    minThreads: workers,
    maxThreads: workers,
    idleTimeout: Infinity,
    concurrentTasksPerWorker: 1,
    workerData,
  });
  try {
    await Promise.all(Array.from({ length: workers }, async () => workOf(await pool.run({ kind: 'warm' }))));
  } catch (error) {
    await closeGate(loadingGate);
    await pool.destroy();
    throw error;
  }
  return new FilmWorkerPool(pool, settings, loadingGate);
}

function workOf(answer: FilmWorkerAnswer): Work {
  if (answer.kind === 'failed') throw new TrabeculaError(answer.code, answer.message);
  return answer;
}

function refused(reason: FilmRefusal['reason'], detail: string): NoWork {
  return { kind: 'refused', refusal: { reason, detail } };
}
