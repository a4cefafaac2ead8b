import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';
import { openDicomwebArchive, type DicomwebArchive } from '../src/adapters/dicomweb/dicomweb-archive.ts';
import { openFilmReader } from '../src/adapters/film-reader/film-reader-pool.ts';
import { defaultViewRules } from '../src/core/film/default-view-rules.ts';
import { openFilmFolder, type StoredFilm } from '../src/sandbox/pacs/film-folder.ts';
import type { ProofArguments, ProofResult } from '../proofs/runner/proof.ts';
import { startOrthanc, type OrthancServer } from '../test/peers/orthanc-server.ts';

/**
 * Wall time of the sandbox's simulated films from a real Orthanc to their result (WADO-RS fetch, decoding, grayscale,
 * suitability, inference). Needs Debian's orthanc and orthanc-dicomweb.
 */
export const title =
  'Every film of the sandbox comes from a real Orthanc to its result; two workers are faster than one';

/** How often each film is read: once is too short to time. */
const SIZES = { full: { times: 8 }, small: { times: 1 } };
const WORKER_COUNTS = [1, 2];
const path = (folder: string) => fileURLToPath(new URL(folder, import.meta.url));
const folder = openFilmFolder(path('../src/sandbox/films'), () => undefined);
const films = await folder.films();
const signal = new AbortController().signal;

async function store(orthanc: OrthancServer): Promise<void> {
  for (const film of films) {
    const status = await orthanc.stow(readFileSync(film.path));
    if (status !== 200) throw new Error(`Orthanc answered ${status} to a film`);
  }
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

async function measure(archive: DicomwebArchive, workers: number, times: number) {
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
    const due = Array.from({ length: times }, () => films).flat();
    await Promise.all(due.map((film) => inHand(() => one(film))));
    const seconds = (performance.now() - startedAt) / 1000;
    return {
      workers,
      films: due.length,
      filmsPerSecond: round(due.length / seconds),
      medianFetchMs: round(median(fetchedMs)),
      medianWholeMs: round(median(wholeMs)),
      outcomes: Object.fromEntries(outcomes),
    };
  } finally {
    await reader.close();
  }
}

const round = (value: number): number => Number(value.toPrecision(3));

export async function run({ size }: ProofArguments): Promise<ProofResult> {
  const orthanc = await startOrthanc();
  try {
    await store(orthanc);
    const archive = openDicomwebArchive({
      baseUrl: `${orthanc.baseUrl}/dicom-web`,
      allowedHosts: [orthanc.host],
      authorization: { kind: 'basic', userName: orthanc.userName, password: orthanc.password },
      limits: { requestsPerSecond: 1000 },
    });
    const byWorkers = [];
    for (const workers of WORKER_COUNTS) byWorkers.push(await measure(archive, workers, SIZES[size].times));
    await archive.close();
    const [one, two] = byWorkers.map(({ filmsPerSecond }) => filmsPerSecond) as [number, number];
    const counts = { films: films.length, times: SIZES[size].times };
    return { holds: size === 'small' || two > one, counts, speedUp: round(two / one), byWorkers };
  } finally {
    await orthanc.stop();
  }
}
