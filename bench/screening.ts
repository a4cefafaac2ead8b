/**
 * What screening costs: `npm exec -- node bench/screening.ts [--small]`. Workers 1 against 2 with films in memory, CPU by
 * stage, memory over 10,000 studies, the queue with 500,000 waiting, and from a real Orthanc. Films are the sandbox's
 * simulated ones, repeated with identifiers of their own. Needs PostgreSQL, Orthanc and gdcm. Timings of a machine that
 * is not idle mean nothing but that it works; `--small` is for that.
 */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { numberedFilms } from '../test/fakes/numbered-films.ts';
import { perStudy, readStudies, rounded, warmReader, type StudyBytes } from './screening/film-work.ts';
import { fromOrthanc } from './screening/from-orthanc.ts';
import { queueCost } from './screening/queue-cost.ts';
import { stageCost } from './screening/stage-cost.ts';

const SIZES = {
  full: { inMemory: 200, rounds: 9, flat: 10_000, waiting: 500_000, taken: 500, archived: 100 },
  small: { inMemory: 4, rounds: 1, flat: 20, waiting: 5_000, taken: 20, archived: 2 },
} as const;
const TIMES_FASTER_GOAL = 1.7;
const MIB = 2 ** 20;

const { values } = parseArgs({ options: { small: { type: 'boolean', default: false } } });
const size = SIZES[values.small ? 'small' : 'full'];
const filmsFolder = join(import.meta.dirname, '../src/sandbox/films');
const films = numberedFilms(filmsFolder, '2026-09-01');
const studyOf = (number: number): StudyBytes => [films.film(number, 'ap'), films.film(number, 'lateral')];

/** Resident memory of this process after each twentieth of `studies`; the first five are warming up. */
async function memoryOver(studies: number) {
  const reader = await warmReader(1, studyOf(0));
  const residentMiB: number[] = [];
  const part = Math.ceil(studies / 20);
  for (let from = 0; from < studies; from += part) {
    await readStudies(reader, Math.min(part, studies - from), 1, (number) => studyOf(from + number));
    residentMiB.push(Math.round(process.memoryUsage.rss() / MIB));
  }
  await reader.close();
  const warm = residentMiB.slice(5);
  return { studies, residentMiB, grownMiB: (warm.at(-1) ?? 0) - (warm[0] ?? 0) };
}

const one = await warmReader(1, studyOf(0));
const alone = await readStudies(one, size.inMemory, 1, studyOf);
const stagesOf = await stageCost(one, studyOf(0), size.rounds);
await one.close();
const two = await warmReader(2, studyOf(0));
const pair = await readStudies(two, size.inMemory, 2, studyOf);
const orthanc = [
  await fromOrthanc(two, 2, 'uncompressed', size.archived, filmsFolder),
  await fromOrthanc(two, 2, 'jpeg-2000', size.archived, filmsFolder),
];
await two.close();

const report = {
  size: values.small ? 'small: shows that it works, no timing counts' : 'full',
  machine: `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores, load ${rounded(loadavg()[0] ?? 0)}`,
  inMemory: {
    oneWorker: perStudy(alone),
    twoWorkers: perStudy(pair),
    timesFaster: rounded(alone.wallMs / pair.wallMs, 2),
    goal: TIMES_FASTER_GOAL,
  },
  stagesOf,
  orthanc,
  memory: await memoryOver(size.flat),
  queue: [await queueCost(size.taken * 4, size.taken), await queueCost(size.waiting, size.taken)],
};
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
