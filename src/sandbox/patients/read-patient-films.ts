import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { TrabeculaError } from '../../errors.ts';
import type { SimulatedStudy } from './chart-builder.ts';
import type { FilmsByPatient, PatientFilms } from './patient-films.ts';

const film = z.object({
  patientId: z.string(),
  sex: z.enum(['female', 'male']),
  birthDate: z.iso.date(),
  weightKg: z.number(),
  heightCm: z.number(),
  lumbarTScore: z.number(),
  view: z.enum(['ap', 'lateral']),
  studyInstanceUid: z.string(),
  seriesInstanceUid: z.string(),
  sopInstanceUid: z.string(),
  studyDate: z.iso.date(),
  accessionNumber: z.string(),
});
type TruthFilm = z.infer<typeof film>;

const truthFile = z.object({ films: z.array(film) });

const VIEW_NAMES = { ap: 'AP', lateral: 'Lateral' } as const;

/**
 * Reads `truth.json`, which lies beside the sandbox's films and says what they were simulated from. Throws
 * TrabeculaError "bad-input-file".
 */
export async function readPatientFilms(filmsFolder: string): Promise<FilmsByPatient> {
  const file = path.join(filmsFolder, 'truth.json');
  const truth = truthFile.safeParse(await readJson(file));
  if (!truth.success)
    throw new TrabeculaError('bad-input-file', `${file} is not the truth file of the sandbox's films`, {
      cause: truth.error,
    });
  const films = Map.groupBy(truth.data.films, ({ patientId }) => patientId);
  return new Map([...films].map(([patientId, own]) => [patientId, patientFilms(own)]));
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new TrabeculaError('bad-input-file', `${file} cannot be read as JSON`, { cause });
  }
}

function patientFilms(films: readonly TruthFilm[]): PatientFilms {
  const [first] = films;
  if (first === undefined) throw new TypeError('a patient in the truth file has at least one film');
  const studies = Map.groupBy(films, ({ studyInstanceUid }) => studyInstanceUid);
  return {
    birthDate: first.birthDate,
    gender: first.sex,
    weightKg: first.weightKg,
    heightCm: first.heightCm,
    lumbarTScore: Math.round(first.lumbarTScore * 10) / 10,
    studies: [...studies.values()].map(studyOf),
  };
}

function studyOf(films: readonly TruthFilm[]): SimulatedStudy {
  const [first] = films;
  if (first === undefined) throw new TypeError('a study in the truth file has at least one film');
  return {
    studyInstanceUid: first.studyInstanceUid,
    acquiredOn: first.studyDate,
    accessionNumber: first.accessionNumber,
    series: films.map(({ seriesInstanceUid, sopInstanceUid, view }) => ({
      seriesInstanceUid,
      description: VIEW_NAMES[view],
      sopInstanceUids: [sopInstanceUid],
    })),
  };
}
