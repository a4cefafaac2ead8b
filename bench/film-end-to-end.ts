/**
 * Wall time of the sandbox's simulated films from a real Orthanc to their result (WADO-RS fetch, decoding, grayscale,
 * suitability, inference), with one worker and with two: `npm exec -- node bench/film-end-to-end.ts [--films N]
 * [--workers 1,2]`. One line of JSON for each number of workers, with the speed-up over the first. Needs Debian's orthanc
 * and orthanc-dicomweb; other load on the machine makes it meaningless.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import { openDicomwebArchive, type DicomwebArchive } from '../src/adapters/dicomweb/dicomweb-archive.ts';
import { openFilmReader } from '../src/adapters/film-reader/film-reader-pool.ts';
import { defaultViewRules } from '../src/core/film/default-view-rules.ts';
import { openFilmFolder, type StoredFilm } from '../src/sandbox/pacs/film-folder.ts';
import { startOrthanc, type OrthancServer } from '../test/peers/orthanc-server.ts';

const { values } = parseArgs({
  options: {
    films: { type: 'string', default: '1000' },
    workers: { type: 'string', default: '1,2' },
  },
});
const path = (folder: string) => fileURLToPath(new URL(folder, import.meta.url));
const folder = openFilmFolder(path('../src/sandbox/films'), () => undefined);
const films = (await folder.films()).slice(0, Number(values.films));
const workerCounts = values.workers.split(',').map(Number);
const signal = new AbortController().signal;

async function store(orthanc: OrthancServer): Promise<void> {
  for (const film of films) {
    const status = await orthanc.stow(readFileSync(film.path));
    if (status !== 200) throw new Error(`Orthanc answered ${status} to a film`);
  }
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

async function measure(archive: DicomwebArchive, workers: number) {
  const reader = await openFilmReader({
    modelsFolder: path('../models'),
    viewRules: defaultViewRules,
    workers,
  });
  const fetchedMs: number[] = [];
  const wholeMs: number[] = [];
  const outcomes = new Map<string, number>();
  const one = async (film: StoredFilm): Promise<void> => {
    const startedAt = performance.now();
    const bytes = await archive.fetchInstance({ ...film, acquiredOn: undefined }, signal);
    fetchedMs.push(performance.now() - startedAt);
    const reading = await reader.read(bytes);
    wholeMs.push(performance.now() - startedAt);
    const outcome = reading.kind === 'refused' ? reading.refusal.reason : reading.kind;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  };
  try {
    // Each worker has read a film before the clock starts. One film more than workers is in hand, so that none waits.
    await Promise.all(films.slice(0, workers).map(one));
    for (const list of [fetchedMs, wholeMs]) list.length = 0;
    outcomes.clear();
    const inHand = pLimit(workers + 1);
    const startedAt = performance.now();
    await Promise.all(films.map((film) => inHand(() => one(film))));
    const seconds = (performance.now() - startedAt) / 1000;
    return {
      workers,
      films: films.length,
      filmsPerSecond: films.length / seconds,
      medianFetchMs: median(fetchedMs),
      medianWholeMs: median(wholeMs),
      outcomes: Object.fromEntries(outcomes),
    };
  } finally {
    await reader.close();
  }
}

const orthanc = await startOrthanc();
try {
  await store(orthanc);
  const archive = openDicomwebArchive({
    baseUrl: `${orthanc.baseUrl}/dicom-web`,
    allowedHosts: [orthanc.host],
    authorization: { kind: 'basic', userName: orthanc.userName, password: orthanc.password },
    limits: { requestsPerSecond: 1000 },
  });
  let first: number | undefined;
  for (const workers of workerCounts) {
    const measured = await measure(archive, workers);
    first ??= measured.filmsPerSecond;
    process.stdout.write(`${JSON.stringify({ ...measured, speedUp: measured.filmsPerSecond / first })}\n`);
  }
  await archive.close();
} finally {
  await orthanc.stop();
}
