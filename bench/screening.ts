import { join } from 'node:path';
import type { FilmReaderPool } from '../src/adapters/film-reader/film-reader-pool.ts';
import type { ProofArguments, ProofResult } from '../proofs/runner/proof.ts';
import { numberedFilms } from '../test/fakes/numbered-films.ts';
import {
  perStudy,
  readStudies,
  rounded,
  warmReader,
  type Spent,
  type StudyBytes,
} from './screening/film-work.ts';
import { fromOrthanc } from './screening/from-orthanc.ts';
import { queueCost } from './screening/queue-cost.ts';
import { stageCost } from './screening/stage-cost.ts';

/**
 * What screening costs. Films are the sandbox's simulated ones, repeated with identifiers of their own. Needs PostgreSQL,
 * Orthanc and gdcm, and a machine with two idle cores: a small run shows that it works, none of its timings counts.
 */
export const title =
  'Two workers read studies in memory at least 1.7 times as fast as one, memory stays flat over thousands of studies, and a queue of 500,000 gives two studies in at most 10 ms';

const SIZES = {
  full: { inMemory: 100, rounds: 3, stages: 9, flat: 6_000, waiting: 500_000, taken: 500, archived: 100 },
  small: { inMemory: 4, rounds: 1, stages: 1, flat: 20, waiting: 5_000, taken: 20, archived: 2 },
} as const;
const TIMES_FASTER_GOAL = 1.7;
/** Of a process that holds over 1 GiB: more than noise of the allocator, less than a leak of a film in a hundred. */
const MAY_GROW_MIB = 64;
const TAKE_TWO_WITHIN_MS = 10;
const PARTS = 20;
const PARTS_WARMING_UP = 5;
const MIB = 2 ** 20;

const filmsFolder = join(import.meta.dirname, '../src/sandbox/films');
const films = numberedFilms(filmsFolder, '2026-09-01');
const studyOf = (number: number): StudyBytes => [films.film(number, 'ap'), films.film(number, 'lateral')];

/** One worker and two in turn, the fastest round of each: other load of the machine disturbs both alike. */
async function inMemory(one: FilmReaderPool, two: FilmReaderPool, studies: number, rounds: number) {
  const spent = { one: [] as Spent[], two: [] as Spent[] };
  for (let round = 0; round < rounds; round += 1) {
    spent.one.push(await readStudies(one, studies, 1, studyOf));
    spent.two.push(await readStudies(two, studies, 2, studyOf));
  }
  const fastest = (each: readonly Spent[]) => perStudy(each.toSorted((a, b) => a.wallMs - b.wallMs)[0]!);
  const oneWorker = fastest(spent.one);
  const twoWorkers = fastest(spent.two);
  const timesFaster = rounded(oneWorker.wallMsPerStudy / twoWorkers.wallMsPerStudy, 2);
  return { rounds, oneWorker, twoWorkers, timesFaster, goal: TIMES_FASTER_GOAL };
}

/** Resident memory of this process with two workers after each twentieth of `studies`. */
async function memoryOver(reader: FilmReaderPool, studies: number) {
  const residentMiB: number[] = [];
  let refused = 0;
  const part = Math.ceil(studies / PARTS);
  for (let from = 0; from < studies; from += part) {
    const count = Math.min(part, studies - from);
    refused += (await readStudies(reader, count, 2, (number) => studyOf(from + number))).refused;
    residentMiB.push(Math.round(process.memoryUsage.rss() / MIB));
  }
  const warm = residentMiB.slice(PARTS_WARMING_UP);
  return { studies, refused, residentMiB, grownMiB: (warm.at(-1) ?? 0) - (warm[0] ?? 0) };
}

export async function run({ size }: ProofArguments): Promise<ProofResult> {
  const sizes = SIZES[size];
  const one = await warmReader(1, studyOf(0));
  const two = await warmReader(2, studyOf(0));
  const memoryRead = await inMemory(one, two, sizes.inMemory, sizes.rounds);
  const stagesOf = await stageCost(one, studyOf(0), sizes.stages);
  await one.close();
  const orthanc = [
    await fromOrthanc(two, 2, 'uncompressed', sizes.archived, filmsFolder),
    await fromOrthanc(two, 2, 'jpeg-2000', sizes.archived, filmsFolder),
  ];
  const memory = await memoryOver(two, sizes.flat);
  await two.close();
  const shortQueue = await queueCost(sizes.taken * 4, sizes.taken);
  const longQueue = await queueCost(sizes.waiting, sizes.taken);
  const read = [memoryRead.oneWorker, memoryRead.twoWorkers, ...orthanc, memory];
  const refused = read.reduce((sum, each) => sum + each.refused, 0);
  const meetsGoals =
    memoryRead.timesFaster >= TIMES_FASTER_GOAL &&
    memory.grownMiB <= MAY_GROW_MIB &&
    longQueue.takeTwoMs.median <= TAKE_TWO_WITHIN_MS;
  return {
    holds: refused === 0 && (size === 'small' || meetsGoals),
    counts: { studies: read.reduce((sum, { studies }) => sum + studies, 0), refused, waiting: sizes.waiting },
    inMemory: memoryRead,
    stagesOf,
    orthanc,
    memory,
    queue: [shortQueue, longQueue],
    scope:
      'Wall milliseconds with two idle cores; CPU of this process alone, without Orthanc. Both views of simulated films, in JPEG 2000 where nothing else is said; the first quarter of the memory run is warming up.',
  };
}
