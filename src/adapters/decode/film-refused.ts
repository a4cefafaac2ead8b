import type { FilmRefusal, FilmRefusalReason } from '../../core/film/film.ts';

/** Thrown inside the decoder to leave it with a reason; the reader turns it into a refusal, so it goes no further. */
export class FilmRefused extends Error {
  readonly refusal: FilmRefusal;

  constructor(reason: FilmRefusalReason, detail: string) {
    super(`${reason}: ${detail}`);
    this.name = 'FilmRefused';
    this.refusal = { reason, detail };
  }
}
