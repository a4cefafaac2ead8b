import type { FilmIdentity, FilmRefusal, ScoredFilm, View } from '../../core/film/film.ts';
import type { FilmPatient } from '../../core/film/film-patient.ts';
import type { TrainingDataKind } from '../../core/evidence/image-evidence.ts';

export type FilmReading =
  | { readonly kind: 'scored'; readonly film: ScoredFilm; readonly patient: FilmPatient }
  | {
      readonly kind: 'refused';
      readonly identity: FilmIdentity | undefined;
      readonly view: View | undefined;
      readonly refusal: FilmRefusal;
      readonly patient: FilmPatient | undefined;
    };

/**
 * Decodes, gates and scores one film in the worker pool: bytes in, a score or a reason out. Never throws for a bad
 * film; rejects only when the pool itself is closed or aborted.
 */
export interface FilmReader {
  read(bytes: Uint8Array, signal?: AbortSignal): Promise<FilmReading>;
  /** Versions of the active models by view, part of every result's identity. */
  readonly modelVersions: Readonly<Record<View, string>>;
  readonly trainingData: TrainingDataKind;
}
