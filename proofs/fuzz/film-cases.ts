import { join } from 'node:path';
import { parseDicomFile } from '../../src/adapters/decode/dicom-file.ts';
import { FilmRefused } from '../../src/adapters/decode/film-refused.ts';
import { loadFilmReadingParts } from '../../src/adapters/film-reader/film-reading-parts.ts';
import { readFilm } from '../../src/adapters/film-reader/read-film.ts';
import { defaultViewRules } from '../../src/core/film/default-view-rules.ts';
import { FILM_REFUSALS } from '../../src/core/film/film.ts';
import { chooseFilms } from '../../src/core/study/film-choice.ts';
import { filmIdentityOf } from '../../src/core/film/film-tags.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { filmMutations } from './film-mutations.ts';
import { seedFilms } from './seed-films.ts';

const models = join(import.meta.dirname, '..', '..', 'test', 'fixtures', 'models');
const reasons: ReadonlySet<string> = new Set(FILM_REFUSALS);

/** Damaged DICOM files through the whole film reader and through the choice of films. */
export async function filmTarget(): Promise<FuzzTarget> {
  const parts = await loadFilmReadingParts(models, defaultViewRules);
  const seeds = await seedFilms();
  return {
    seeds,
    mutations: filmMutations,
    run: async (bytes) => {
      choose(bytes);
      const { reading } = await readFilm(bytes, parts);
      if (reading.kind === 'scored') return 'scored';
      if (!reasons.has(reading.refusal.reason))
        throw new TypeError(`no reason code: ${reading.refusal.reason}`);
      return reading.refusal.reason;
    },
    fingerprint: async (bytes) => {
      const { reading } = await readFilm(bytes, parts);
      return reading.kind === 'scored'
        ? reading.film.pixelDigest
        : `${reading.refusal.reason}: ${reading.refusal.detail}`;
    },
  };
}

function choose(bytes: Uint8Array): void {
  try {
    const metadata = parseDicomFile(bytes).attributes;
    const identity = filmIdentityOf(metadata);
    if (identity !== undefined) {
      chooseFilms([{ identity, metadata }], { viewRules: defaultViewRules, acceptsForProcessing: false });
    }
  } catch (error) {
    if (!(error instanceof FilmRefused)) throw error;
  }
}
