import type { StudyReader } from '../../core/evidence/study-reader.ts';
import type { NetworkSpeed } from '../../core/model/slow-int8.ts';
import type { FilmReader } from '../../flow/ports/film-reader.ts';
import type { FilmRenderer, FilmViewing } from '../../flow/ports/film-renderer.ts';
import { loadModelSet, type ModelSet } from '../model-registry.ts';
import { encodeAttention, encodeFilm } from '../render/film-image.ts';
import { openFilmWorkers, type FilmWorkerPool, type FilmWorkerPoolSettings } from './film-worker-pool.ts';
import type { ReadFilm } from './read-film.ts';
import type { GreyRendering } from './render-film.ts';

/** The film reader and renderer over one pool, with what only tools need. */
export interface FilmReaderPool extends FilmReader, FilmRenderer {
  readonly models: ModelSet;
  /** How the active models' scores are read together. */
  readonly studyReader: StudyReader;
  /** As `read`, with every step that was taken. */
  explain(bytes: Uint8Array, signal?: AbortSignal): Promise<ReadFilm>;
  /** The film in 8-bit grey, windowed as the model saw it. */
  renderGrey(bytes: Uint8Array, longerSidePx: number, signal?: AbortSignal): Promise<GreyRendering>;
  /** How fast the int8 networks in use are beside the fp32 ones of the folder; empty when none is in use. */
  speeds(): Promise<readonly NetworkSpeed[]>;
  /** Waits for films in hand, then ends the workers. */
  close(): Promise<void>;
}

/**
 * Opens the film reader: verifies the model packages and starts the workers. Decoding and inference happen only there,
 * so the event loop is never blocked. Throws TrabeculaError "bad-model-package".
 */
export async function openFilmReader(settings: FilmWorkerPoolSettings): Promise<FilmReaderPool> {
  const models = await loadModelSet(settings.modelsFolder, settings.precision);
  const workers = await openFilmWorkers(settings);
  const explain: FilmReaderPool['explain'] = (bytes, signal) => explainIn(workers, bytes, signal);
  const renderGrey: FilmReaderPool['renderGrey'] = (bytes, longerSidePx, signal) =>
    renderIn(workers, bytes, longerSidePx, signal);
  return {
    models,
    modelVersions: { ap: models.score.ap.version, lateral: models.score.lateral.version },
    trainingData: models.trainingData,
    studyReader: {
      combination: models.combination,
      cutsOf: { ap: models.score.ap.manifest.cuts, lateral: models.score.lateral.manifest.cuts },
      trainingData: models.trainingData,
    },
    explain,
    renderGrey,
    read: async (bytes, signal) => (await explain(bytes, signal)).reading,
    renderFilm: async (bytes, request, signal) => {
      const rendering = await renderGrey(bytes, request.longerSidePx, signal);
      if (rendering.kind === 'refused') return rendering;
      return { kind: 'rendered', image: await encodeFilm(rendering.film, request.mediaType) };
    },
    viewFilm: (bytes, signal) => viewIn(workers, bytes, signal),
    renderAttention: encodeAttention,
    speeds: async () => {
      const work = await workers.run({ kind: 'speeds' }, undefined);
      return work.kind === 'speeds' ? work.speeds : [];
    },
    close: () => workers.close(),
  };
}

async function explainIn(
  workers: FilmWorkerPool,
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<ReadFilm> {
  const work = await workers.run({ kind: 'read', bytes }, signal);
  if (work.kind === 'read') return work.film;
  if (work.kind !== 'refused') throw new TypeError('a film worker answered another question');
  const { refusal } = work;
  return {
    reading: { kind: 'refused', identity: undefined, view: undefined, refusal, patient: undefined },
    steps: [],
  };
}

async function renderIn(
  workers: FilmWorkerPool,
  bytes: Uint8Array,
  longerSidePx: number,
  signal: AbortSignal | undefined,
): Promise<GreyRendering> {
  const work = await workers.run({ kind: 'render', bytes, longerSidePx }, signal);
  if (work.kind === 'render') return work.rendering;
  if (work.kind === 'refused') return work;
  throw new TypeError('a film worker answered another question');
}

async function viewIn(
  workers: FilmWorkerPool,
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<FilmViewing> {
  const work = await workers.run({ kind: 'view', bytes }, signal);
  if (work.kind === 'view') return work.viewing;
  if (work.kind === 'refused') return work;
  throw new TypeError('a film worker answered another question');
}
