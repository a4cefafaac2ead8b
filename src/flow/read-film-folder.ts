import { viewScoresOf } from '../core/evidence/study-evidence.ts';
import type { FilmRefusalReason } from '../core/film/film.ts';
import type { ReadStudy } from '../core/validation/validation-case.ts';
import type { FilmReader, FilmReading } from './ports/film-reader.ts';

/** A film file of a folder, read when its turn comes. */
export interface FilmFile {
  readonly bytes: () => Promise<Uint8Array>;
}

export interface FilmFolderPorts {
  readonly filmReader: FilmReader;
  readonly onFilmRead: (readSoFar: number) => void;
}

export interface FilmFolder {
  readonly studies: readonly ReadStudy[];
  readonly files: number;
  /** Files that belong to no study because they could not be read at all. */
  readonly unreadable: number;
}

/**
 * Runs the models over every film, `atOnce` at a time, and gathers them by study: the first scored film of each view
 * (in the order of the files) speaks. Rejects when the signal is aborted.
 */
export async function readFilmFolder(
  files: readonly FilmFile[],
  ports: FilmFolderPorts,
  atOnce: number,
  signal: AbortSignal,
): Promise<FilmFolder> {
  const readings = new Array<FilmReading>(files.length);
  const waiting = files.entries();
  let done = 0;
  const worker = async () => {
    for (const [index, file] of waiting) {
      signal.throwIfAborted();
      readings[index] = await ports.filmReader.read(await file.bytes(), signal);
      ports.onFilmRead(++done);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const byStudy = Map.groupBy(readings, studyOf);
  const unreadable = byStudy.get(undefined)?.length ?? 0;
  byStudy.delete(undefined);
  const studies = [...byStudy].map(([uid, films]) => gatherStudy(uid!, films));
  return { studies, files: files.length, unreadable };
}

function studyOf(reading: FilmReading): string | undefined {
  return reading.kind === 'scored'
    ? reading.film.identity.studyInstanceUid
    : reading.identity?.studyInstanceUid;
}

function gatherStudy(studyInstanceUid: string, films: readonly FilmReading[]): ReadStudy {
  const patients = films.flatMap(({ patient }) => patient ?? []);
  const persons = new Set(patients.map((patient) => patient.patientId));
  const [person] = persons;
  const sex = patients.map((p) => p.sex).find((s) => s !== undefined);
  return {
    studyInstanceUid,
    personId: persons.size === 1 ? person : undefined,
    acquiredOn: films.map(dayOf).find((day) => day !== undefined),
    birthDate: patients.map((p) => p.birthDate).find((d) => d !== undefined),
    sex: sex === 'other' ? undefined : sex,
    manufacturer: films.map(manufacturerOf).find((m) => m !== undefined),
    scores: viewScoresOf(films.flatMap((reading) => (reading.kind === 'scored' ? [reading.film] : []))),
    refusals: films.flatMap((reading): FilmRefusalReason[] =>
      reading.kind === 'refused' ? [reading.refusal.reason] : [],
    ),
  };
}

function dayOf(reading: FilmReading): string | undefined {
  return reading.kind === 'scored' ? reading.film.identity.acquiredOn : reading.identity?.acquiredOn;
}

function manufacturerOf(reading: FilmReading): string | undefined {
  return reading.kind === 'scored' ? reading.film.acquisition?.manufacturer : undefined;
}
