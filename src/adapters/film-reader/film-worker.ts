import { workerData } from 'node:worker_threads';
import { TrabeculaError, type ErrorCode } from '../../errors.ts';
import type { ViewRules } from '../../core/film/view-rules.ts';
import type { Precision } from '../../core/model/manifest.ts';
import type { NetworkSpeed } from '../../core/model/slow-int8.ts';
import { compareSpeed } from '../inference/compare-speed.ts';
import type { NetworkSession } from '../inference/network-session.ts';
import { loadFilmReadingParts, type FilmReadingParts } from './film-reading-parts.ts';
import { readFilm, type ReadFilm } from './read-film.ts';
import type { FilmViewing } from '../../flow/ports/film-renderer.ts';
import { renderGrey, type GreyRendering } from './render-film.ts';
import { insideGate, sayBegun, type ThreadWord } from './thread-words.ts';
import { viewFilm } from './view-film.ts';

export interface FilmWorkerSettings {
  readonly modelsFolder: string;
  readonly viewRules: ViewRules;
  /** Arithmetic of the networks; fp32 when absent. */
  readonly precision?: Precision;
}

export type FilmWorkerTask = (
  | { readonly kind: 'warm' | 'speeds' }
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'render'; readonly bytes: Uint8Array; readonly longerSidePx: number }
  | { readonly kind: 'view'; readonly bytes: Uint8Array }
) & {
  /** Set to 1 when the networks are loaded and the task begins. */
  readonly begun?: ThreadWord;
  /** Closed by the pool before it ends this task's thread. */
  readonly gate?: ThreadWord;
};

/** Errors lose their class between threads, so an expected one comes as a value. */
export type FilmWorkerAnswer =
  | { readonly kind: 'warm' }
  | { readonly kind: 'speeds'; readonly speeds: readonly NetworkSpeed[] }
  | { readonly kind: 'read'; readonly film: ReadFilm }
  | { readonly kind: 'render'; readonly rendering: GreyRendering }
  | { readonly kind: 'view'; readonly viewing: FilmViewing }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };

/** What the pool gives each of its threads. */
export interface FilmWorkerData extends FilmWorkerSettings {
  /** Closed by the pool before it ends its threads. */
  readonly loadingGate: ThreadWord;
}

const settings = workerData as FilmWorkerData;
const loading = insideGate(settings.loadingGate, () =>
  loadFilmReadingParts(settings.modelsFolder, settings.viewRules, settings.precision),
);
// Told to whoever asks first; until then it must not end the thread.
loading.catch(() => undefined);

/** Entry of a film worker thread (piscina): one film at a time for the life of the thread. */
export default async function work(task: FilmWorkerTask): Promise<FilmWorkerAnswer> {
  try {
    const parts = await loading;
    sayBegun(task.begun);
    switch (task.kind) {
      case 'warm':
        return { kind: 'warm' };
      case 'speeds':
        return {
          kind: 'speeds',
          speeds: await insideGate(task.gate, () =>
            compareSpeed(parts.models, parts.networks, settings.modelsFolder),
          ),
        };
      case 'read':
        return { kind: 'read', film: await readFilm(task.bytes, behindGate(parts, task.gate)) };
      case 'render':
        await parts.codecs.renewSpoilt();
        return { kind: 'render', rendering: renderGrey(task.bytes, task.longerSidePx, parts) };
      case 'view':
        await parts.codecs.renewSpoilt();
        return { kind: 'view', viewing: viewFilm(task.bytes, parts) };
    }
  } catch (error) {
    if (error instanceof TrabeculaError) return { kind: 'failed', code: error.code, message: error.message };
    throw error;
  }
}

function behindGate(parts: FilmReadingParts, gate: ThreadWord | undefined): FilmReadingParts {
  const guarded = <Output>(network: NetworkSession<Output>): NetworkSession<Output> => ({
    run: (tensor) => insideGate(gate, () => network.run(tensor)),
  });
  const { suitability, ap, lateral } = parts.networks;
  return {
    ...parts,
    networks: { suitability: guarded(suitability), ap: guarded(ap), lateral: guarded(lateral) },
  };
}
