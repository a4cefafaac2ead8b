import { join } from 'node:path';
import { openFilmReader, type FilmReaderPool } from '../../src/adapters/film-reader/film-reader-pool.ts';
import { defaultViewRules } from '../../src/core/film/default-view-rules.ts';

const modelsFolder = join(import.meta.dirname, '../../models');

/** The two films of one study as files in memory. */
export type StudyBytes = readonly [Uint8Array, Uint8Array];

export interface Spent {
  readonly studies: number;
  readonly refused: number;
  readonly wallMs: number;
  /** All threads of this process. */
  readonly cpuMs: number;
}

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** A film reader with as many workers, warm: each has read a study before anything is measured. */
export async function warmReader(workers: number, study: StudyBytes): Promise<FilmReaderPool> {
  const reader = await openFilmReader({
    modelsFolder,
    viewRules: defaultViewRules,
    workers,
    onFault: (error) => {
      throw error;
    },
  });
  await Promise.all(Array.from({ length: 2 * workers }, () => readStudy(reader, study)));
  return reader;
}

/** Reads `studies` studies, `atOnce` at a time; `studyOf` gives the films of each. */
export async function readStudies(
  reader: FilmReaderPool,
  studies: number,
  atOnce: number,
  studyOf: (number: number) => StudyBytes | Promise<StudyBytes>,
): Promise<Spent> {
  const wallFrom = performance.now();
  const cpuFrom = cpuMs();
  let next = 0;
  let refused = 0;
  const one = async () => {
    for (let number = next++; number < studies; number = next++) {
      if (!(await readStudy(reader, await studyOf(number)))) refused += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return { studies, refused, wallMs: performance.now() - wallFrom, cpuMs: cpuMs() - cpuFrom };
}

/** Whether both films gave a score. */
async function readStudy(reader: FilmReaderPool, films: StudyBytes): Promise<boolean> {
  const readings = await Promise.all(films.map((film) => reader.read(film)));
  return readings.every(({ kind }) => kind === 'scored');
}

export const perStudy = ({ studies, wallMs, cpuMs: cpu, refused }: Spent) => ({
  studies,
  refused,
  wallMsPerStudy: rounded(wallMs / studies),
  cpuMsPerStudy: rounded(cpu / studies),
});

export const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));
