import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadFilmReadingParts } from '../../../src/adapters/film-reader/film-reading-parts.ts';
import { readFilm } from '../../../src/adapters/film-reader/read-film.ts';
import { defaultViewRules } from '../../../src/core/film/default-view-rules.ts';
import { fixtureModels } from '../../fixture-paths.ts';

/** Files that once did what no film may: each name begins with the reason that it has to be refused with. */
const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'fuzz', 'films');

test.each(readdirSync(folder).sort())('%s is refused with its reason', async (name) => {
  const parts = await loadFilmReadingParts(fixtureModels, defaultViewRules);
  const { reading } = await readFilm(readFileSync(join(folder, name)), parts);
  expect(reading).toMatchObject({ kind: 'refused', refusal: { reason: name.split('.')[0] } });
});
