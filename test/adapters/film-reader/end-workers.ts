import { readFileSync } from 'node:fs';
import { openFilmReader } from '../../../src/adapters/film-reader/film-reader-pool.ts';
import { readViewRules } from '../../../src/adapters/view-rules-file.ts';

// A process of its own, for what it shows would end the process of the tests: film readers whose time limit ends their
// worker at ever later moments of a film, decoding and networks among them, and that are closed while the next worker
// loads its networks. Prints how many films were refused, and read.
const modelsFolder = new URL('../../../models', import.meta.url).pathname;
const film = readFileSync(new URL('../../../src/sandbox/films/P01-lateral.dcm', import.meta.url));
const viewRules = await readViewRules(undefined);
const counts = { refused: 0, scored: 0 };
for (let timeoutMs = 20; timeoutMs <= 140; timeoutMs += 6) {
  const reader = await openFilmReader({ modelsFolder, viewRules, workers: 1, timeoutMs });
  counts[(await reader.read(film)).kind] += 1;
  await reader.close();
}
process.stdout.write(JSON.stringify(counts));
