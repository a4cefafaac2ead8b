import type { FilmIdentity, FilmRefusal, View } from '../core/film/film.ts';
import { imageResultIdentityText } from '../core/film/image-result-identity.ts';
import { studyEvidence, type FilmResult } from '../core/evidence/study-evidence.ts';
import type { ImageEvidence } from '../core/evidence/image-evidence.ts';
import type { StudyReader } from '../core/evidence/study-reader.ts';
import type { Person } from '../core/model/combination.ts';
import { chooseFilms, type FilmChoice } from '../core/study/film-choice.ts';
import type { FilmRules } from '../core/study/film-candidate.ts';
import type { RankedFilm } from '../core/study/film-ranking.ts';
import { TrabeculaError } from '../errors.ts';
import type { FilmPatient } from '../core/film/film-patient.ts';
import type { FilmReader, FilmReading } from './ports/film-reader.ts';
import type { ImageArchive } from './ports/image-archive.ts';

export interface StudyToRead {
  readonly tenantId: string;
  readonly studyInstanceUid: string;
  readonly person: Person;
  /** Says whether a film's own patient is the patient of the chart; a mismatch blocks the whole study. */
  readonly identityRefusal: (patient: FilmPatient) => FilmRefusal | undefined;
}

export interface ReadStudyPorts {
  readonly archive: ImageArchive;
  readonly filmReader: FilmReader;
  readonly studyReader: StudyReader;
  readonly rules: FilmRules;
  /** SHA-256, hex. */
  readonly digestOf: (text: string) => string;
  readonly onImageRead: (identity: FilmIdentity) => Promise<void>;
}

/**
 * Steps 5 to 12 of the story: choose the films, fetch, decode, gate and score them, and read them together. Trouble with
 * a picture becomes "unavailable" with a reason here and nowhere else. Rejects only when the signal is aborted.
 */
export async function readStudy(
  study: StudyToRead,
  ports: ReadStudyPorts,
  signal: AbortSignal,
): Promise<ImageEvidence> {
  const { studyInstanceUid } = study;
  try {
    const instances = await ports.archive.listInstances(studyInstanceUid, signal);
    if (instances.length === 0) {
      return unavailable(studyInstanceUid, {
        reason: 'no-lumbar-film',
        detail: 'the archive holds no instance of the study',
      });
    }
    const choice = chooseFilms(instances, ports.rules);
    if (choice.kind === 'none') return unavailable(studyInstanceUid, choice.refusal);
    const results = await readChosen(choice, study, ports, signal);
    return evidenceOf(results, study, ports);
  } catch (error) {
    signal.throwIfAborted();
    return unavailable(studyInstanceUid, archiveRefusal(error));
  }
}

const unavailable = (studyInstanceUid: string, refusal: FilmRefusal): ImageEvidence => ({
  kind: 'unavailable',
  refusal,
  studyInstanceUid,
});

/** Each view until one film of it gave a score; films whose view only the image tells while a view is still missing. */
async function readChosen(
  choice: Extract<FilmChoice, { kind: 'films' }>,
  study: StudyToRead,
  ports: ReadStudyPorts,
  signal: AbortSignal,
): Promise<readonly FilmResult[]> {
  const results: FilmResult[] = choice.passedOver.map((film) => ({ kind: 'refused', ...film }));
  const scored = new Set<View>();
  const readUntil = async (films: readonly RankedFilm[], done: () => boolean): Promise<void> => {
    for (const { film } of films) {
      if (done()) return;
      const result = await readFilm(film.identity, study, ports, signal);
      if (result.kind === 'scored' && scored.has(result.film.view)) continue;
      results.push(result);
      if (result.kind === 'scored') scored.add(result.film.view);
    }
  };
  await Promise.all([
    readUntil(choice.byView.ap, () => scored.has('ap')),
    readUntil(choice.byView.lateral, () => scored.has('lateral')),
  ]);
  await readUntil(choice.viewUnstated, () => scored.size === 2);
  return results;
}

async function readFilm(
  identity: FilmIdentity,
  study: StudyToRead,
  ports: ReadStudyPorts,
  signal: AbortSignal,
): Promise<FilmResult> {
  const bytes = await ports.archive.fetchInstance(identity, signal);
  await ports.onImageRead(identity);
  const reading = await ports.filmReader.read(bytes, signal);
  const mismatch = reading.patient && study.identityRefusal(reading.patient);
  if (mismatch) return { kind: 'refused', identity, view: viewOf(reading), refusal: mismatch };
  if (reading.kind === 'scored') return { kind: 'scored', film: reading.film };
  return { kind: 'refused', identity, view: reading.view, refusal: reading.refusal };
}

const viewOf = (reading: FilmReading): View | undefined =>
  reading.kind === 'scored' ? reading.film.view : reading.view;

function evidenceOf(
  results: readonly FilmResult[],
  study: StudyToRead,
  ports: ReadStudyPorts,
): ImageEvidence {
  const films = results.flatMap((result) => (result.kind === 'scored' ? [result.film] : []));
  const identity = { tenantId: study.tenantId, studyInstanceUid: study.studyInstanceUid, films };
  const acquiredOn = films.map((film) => film.identity.acquiredOn).find((day) => day !== undefined);
  const imageResultKey = ports.digestOf(imageResultIdentityText(identity));
  return studyEvidence(
    { studyInstanceUid: study.studyInstanceUid, acquiredOn, results, imageResultKey },
    ports.studyReader,
    study.person,
  );
}

function archiveRefusal(error: unknown): FilmRefusal {
  if (!(error instanceof TrabeculaError)) throw error;
  switch (error.code) {
    case 'upstream-refused':
    case 'not-found':
      return { reason: 'archive-refused', detail: error.message };
    case 'too-large':
      return { reason: 'film-too-large', detail: error.message };
    default:
      return { reason: 'archive-unreachable', detail: error.message };
  }
}
