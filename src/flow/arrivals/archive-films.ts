import type { ImagingStudy } from '@medplum/fhirtypes';
import { descriptionOfArchivedStudy } from '../../core/study/archived-study-description.ts';
import type { FilmCandidate, FilmRules } from '../../core/study/film-candidate.ts';
import { chooseFilms } from '../../core/study/film-choice.ts';
import type { IssuerSystems } from '../../core/study/identity-match.ts';
import { LUMBAR_SPINE } from '../../core/study/lumbar-codes.ts';
import { findLumbarStudies, type StudyRules } from '../../core/study/study-choice.ts';
import { TrabeculaError } from '../../errors.ts';
import type { PatientSources } from '../patient-sources.ts';
import type { Clock } from '../ports/clock.ts';
import type { ArchivedStudy } from '../ports/image-archive.ts';
import type { PopulationFeed } from '../ports/population-feed.ts';
import { findChartPatientOfStudy } from './find-chart-patient.ts';

export interface ArchiveFilmsPorts extends PatientSources {
  readonly studyRules: StudyRules;
  readonly filmRules: FilmRules;
  readonly issuerSystems: IssuerSystems;
  readonly clock: Clock;
}

/**
 * Lumbar films that the archive holds, whether the chart names them or not, as a source of an import: each study, day by
 * day from `since` (ISO date) to today, as an ImagingStudy of the one chart that its films belong to. A study that the
 * chart names too comes twice and counts once: the questions go by the study's UID. The position is the last day done.
 *
 * Ends with TrabeculaError "upstream-unavailable" when archive or EHR cannot be reached; the next import goes on there.
 */
export function archiveFilms(since: string, ports: ArchiveFilmsPorts): PopulationFeed {
  return {
    name: `archive since ${since}`,
    async *open(position, signal) {
      const days = daysFrom(since, ports.clock());
      for (const [index, day] of days.entries()) {
        if (position !== undefined && day <= position) continue;
        const found = await studiesOfDay(day, ports, signal);
        yield {
          resources: found.flatMap(({ study }) => study ?? []),
          deleted: [],
          problems: found.flatMap(({ problem }) => (problem === undefined ? [] : [`${day}: ${problem}`])),
          position: day,
          progress: { filesDone: index + 1, filesInAll: days.length },
        };
      }
    },
  };
}

const dayMs = 86_400_000;

function daysFrom(since: string, now: Date): readonly string[] {
  const first = Date.parse(since);
  const count = Math.max(0, Math.floor((now.getTime() - first) / dayMs) + 1);
  return Array.from({ length: count }, (_, i) => new Date(first + i * dayMs).toISOString().slice(0, 10));
}

interface Found {
  readonly study?: ImagingStudy;
  /** Why a lumbar study has no patient, without patient data. */
  readonly problem?: string;
}

async function studiesOfDay(
  day: string,
  ports: ArchiveFilmsPorts,
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const date = day.replaceAll('-', '');
  const studies = await ports.archive.findStudies(
    { by: 'changed-since', studyDateFrom: date, studyDateTo: date },
    signal,
  );
  const found: Found[] = [];
  // An archive that leaves the date out of its answer is not believed to have searched by it.
  for (const study of studies.filter(({ studyDate }) => studyDate === day)) {
    signal.throwIfAborted();
    found.push(await foundIn(study, ports, signal).catch(refused));
  }
  return found;
}

function refused(error: unknown): Found {
  if (error instanceof TrabeculaError && error.code !== 'upstream-unavailable')
    return { problem: `a study could not be looked at (${error.code})` };
  throw error;
}

/** Only what is said to be lumbar, by its description or by the films' own tags, as with studies that a chart names. */
async function foundIn(
  archived: ArchivedStudy,
  ports: ArchiveFilmsPorts,
  signal: AbortSignal,
): Promise<Found> {
  const description = descriptionOfArchivedStudy(archived);
  const [mayBe] = findLumbarStudies([description], ports.clock(), ports.studyRules).lumbar;
  if (mayBe === undefined) return {};
  const instances = await ports.archive.listInstances(archived.studyInstanceUid, signal);
  const choice = chooseFilms(instances, ports.filmRules);
  if (choice.kind === 'none') return {};
  const films = [...choice.byView.ap, ...choice.byView.lateral, ...choice.viewUnstated];
  if (mayBe.lumbar !== 'stated' && !films.some(({ film }) => film.saysLumbar)) return {};
  const search = await findChartPatientOfStudy(instances, ports.fhir, ports.issuerSystems);
  return search.kind === 'found'
    ? { study: imagingStudyOf(archived, search.patientId, films.find(({ film }) => film.saysLumbar)?.film) }
    : { problem: `a lumbar study belongs to no chart: ${search.why}` };
}

const DCM = 'http://dicom.nema.org/resources/ontology/DCM';

/** Its id is its UID: importing it again replaces it. */
function imagingStudyOf(
  archived: ArchivedStudy,
  patientId: string,
  lumbarFilm: FilmCandidate | undefined,
): ImagingStudy {
  const { studyInstanceUid, studyDate, description, modalities } = archived;
  return {
    resourceType: 'ImagingStudy',
    id: studyInstanceUid,
    status: 'available',
    subject: { reference: `Patient/${patientId}` },
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${studyInstanceUid}` }],
    ...(studyDate === undefined ? {} : { started: studyDate }),
    ...(description === undefined ? {} : { description }),
    modality: modalities.map((code) => ({ system: DCM, code })),
    ...(lumbarFilm === undefined ? {} : { series: [lumbarSeries(lumbarFilm, modalities)] }),
  };
}

const lumbarSeries = ({ identity }: FilmCandidate, modalities: readonly string[]) => ({
  uid: identity.seriesInstanceUid,
  modality: { system: DCM, code: modalities[0] ?? 'DX' },
  bodySite: LUMBAR_SPINE,
});
