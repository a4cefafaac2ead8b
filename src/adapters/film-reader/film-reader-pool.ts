import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import pLimit from 'p-limit';
import { Piscina } from 'piscina';
import { TrabeculaError } from '../../errors.ts';
import type { View } from '../../core/film/film.ts';
import type { ViewRules } from '../../core/film/view-rules.ts';
import type { FilmReader, FilmReading } from '../../flow/ports/film-reader.ts';
import { loadModelSet, type ModelSet } from '../model-registry.ts';
import type { FilmWorkerAnswer, FilmWorkerSettings, FilmWorkerTask } from './film-worker.ts';
import type { ReadFilm } from './read-film.ts';

export interface FilmReaderSettings {
  readonly modelsFolder: string;
  readonly viewRules: ViewRules;
  /** Worker threads; by default one less than the cores, at least one. */
  readonly workers?: number;
  /** A film that takes longer is refused and its worker replaced. */
  readonly timeoutMs?: number;
  /** Told of failures that are not the film's doing, so that they are logged and not lost. */
  readonly onFault?: (error: unknown) => void;
}

/** The film reader over its pool, with what only tools need. */
export interface FilmReaderPool extends FilmReader {
  readonly models: Pick<ModelSet, 'score' | 'suitability' | 'combination'>;
  /** As `read`, with every step that was taken. */
  explain(bytes: Uint8Array, signal?: AbortSignal): Promise<ReadFilm>;
  /** Waits for films in hand, then ends the workers. */
  close(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 20_000;

/**
 * Opens the pool: verifies the model packages, starts the workers and waits until every one has loaded and warmed its
 * networks. Decoding and inference happen only there, so the event loop is never blocked. Throws TrabeculaError
 * "bad-model-package".
 */
export async function openFilmReader(settings: FilmReaderSettings): Promise<FilmReaderPool> {
  const models = await loadModelSet(settings.modelsFolder);
  const workers = settings.workers ?? Math.max(1, availableParallelism() - 1);
  const workerSettings: FilmWorkerSettings = {
    modelsFolder: settings.modelsFolder,
    viewRules: settings.viewRules,
  };
  const pool = new Piscina<FilmWorkerTask, FilmWorkerAnswer>({
    // The worker stands beside this file in the same language: .ts from source, .js when compiled.
    filename: new URL(`./film-worker${extname(import.meta.url)}`, import.meta.url).href,
    minThreads: workers,
    maxThreads: workers,
    idleTimeout: Infinity,
    concurrentTasksPerWorker: 1,
    workerData: workerSettings,
  });
  try {
    await Promise.all(
      Array.from({ length: workers }, async () => answered(await pool.run({ kind: 'warm' }))),
    );
  } catch (error) {
    await pool.destroy();
    throw error;
  }
  const inTurn = pLimit(workers);
  const inHand = new Set<Promise<ReadFilm>>();
  let closed = false;
  const explain = (bytes: Uint8Array, signal?: AbortSignal): Promise<ReadFilm> => {
    if (closed) return Promise.reject(new TrabeculaError('overloaded', 'the film reader is closed'));
    // The time limit starts when a worker is free: waiting in line is not the film's doing.
    const reading = inTurn(() => readInPool(pool, settings, bytes, signal));
    inHand.add(reading);
    return reading.finally(() => inHand.delete(reading));
  };
  return {
    models,
    modelVersions: versionsOf(models),
    trainingData: models.trainingData,
    explain,
    read: async (bytes, signal) => (await explain(bytes, signal)).reading,
    close: async () => {
      closed = true;
      await Promise.allSettled(inHand);
      await pool.close();
    },
  };
}

async function readInPool(
  pool: Piscina<FilmWorkerTask, FilmWorkerAnswer>,
  settings: FilmReaderSettings,
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<ReadFilm> {
  const timeoutMs = settings.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const abort = new AbortController();
  const onAbort = () => abort.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted === true) onAbort();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    abort.abort();
  }, timeoutMs);
  try {
    const answer = answered(await pool.run({ kind: 'read', bytes }, { signal: abort.signal }));
    if (answer.kind !== 'read') throw new TypeError('a film worker answered another question');
    return answer.film;
  } catch (error) {
    if (signal?.aborted === true || error instanceof TrabeculaError) throw error;
    if (timedOut) return refusedReading('decode-limit-exceeded', `reading took more than ${timeoutMs} ms`);
    settings.onFault?.(error);
    return refusedReading('unreadable', 'the film reader failed on this film');
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

function answered(answer: FilmWorkerAnswer): Exclude<FilmWorkerAnswer, { kind: 'failed' }> {
  if (answer.kind === 'failed') throw new TrabeculaError(answer.code, answer.message);
  return answer;
}

function refusedReading(
  reason: Extract<FilmReading, { kind: 'refused' }>['refusal']['reason'],
  detail: string,
): ReadFilm {
  const refusal = { reason, detail };
  return {
    reading: { kind: 'refused', identity: undefined, view: undefined, refusal, patient: undefined },
    steps: [],
  };
}

function versionsOf(models: ModelSet): Readonly<Record<View, string>> {
  return { ap: models.score.ap.version, lateral: models.score.lateral.version };
}
