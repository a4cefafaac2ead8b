import type { Patient } from '@medplum/fhirtypes';
import { filmPatientOf, type FilmPatient } from '../../core/film/film-patient.ts';
import type { FilmRules } from '../../core/study/film-candidate.ts';
import { chooseFilms } from '../../core/study/film-choice.ts';
import { matchIdentity, type IssuerSystems } from '../../core/study/identity-match.ts';
import { chartPatientOf } from '../../fhir/chart-patient.ts';
import type { StoredAssessment } from '../ports/assessment-store.ts';
import type { AssessmentJobs } from '../ports/assessment-jobs.ts';
import type { FhirReader } from '../ports/fhir.ts';
import type { ImageArchive } from '../ports/image-archive.ts';
import { findChartPatientOfStudy } from './find-chart-patient.ts';
import { withdrawAssessments, type WithdrawalPorts } from './withdraw-assessments.ts';

export interface PlaceStudyPorts extends WithdrawalPorts {
  readonly archive: ImageArchive;
  readonly fhir: FhirReader;
  readonly jobs: AssessmentJobs;
  readonly filmRules: FilmRules;
  readonly issuerSystems: IssuerSystems;
}

export type Placement =
  | { readonly kind: 'asked'; readonly patientId: string; readonly withdrawn: number }
  /** A study of other films (most of them), or one that the archive no longer has. */
  | { readonly kind: 'no-film'; readonly withdrawn: number }
  | { readonly kind: 'unmatched'; readonly why: string; readonly withdrawn: number };

/**
 * What is done about a study that came into the archive: assessments of it under a patient whose film it is not are
 * withdrawn, and its assessment is asked for under the right one. Assesses nothing itself. Running it twice changes
 * nothing more.
 */
export async function placeStudy(
  tenantId: string,
  studyInstanceUid: string,
  ports: PlaceStudyPorts,
  asOf: Date,
  signal: AbortSignal,
): Promise<Placement> {
  const instances = await ports.archive.listInstances(studyInstanceUid, signal);
  const [first] = instances;
  // Not even when it was assessed before: an archive that lost or purged a study says nothing about its patient.
  if (first === undefined) return { kind: 'no-film', withdrawn: 0 };
  const film = filmPatientOf(first.metadata);
  const held = await ports.store.currentOfStudy(tenantId, studyInstanceUid);
  const withdraw = (assessments: readonly StoredAssessment[]) =>
    withdrawAssessments(assessments, 'film-moved', ports, asOf);

  const search = await findChartPatientOfStudy(instances, ports.fhir, ports.issuerSystems);
  if (search.kind === 'unmatched') {
    const disproven = await Promise.all(held.map((assessment) => isDisproven(assessment, film, ports)));
    const withdrawn = await withdraw(held.filter((_, index) => disproven[index]));
    return { kind: 'unmatched', why: search.why, withdrawn };
  }
  const { patientId } = search;
  const withdrawn = await withdraw(held.filter((assessment) => assessment.patientId !== patientId));
  if (chooseFilms(instances, ports.filmRules).kind === 'none') return { kind: 'no-film', withdrawn };
  await ports.jobs.ask({ tenantId, patientId, studyInstanceUid, askedBy: 'arrival' });
  return { kind: 'asked', patientId, withdrawn };
}

/** A chart that is gone cannot vouch for the film either. */
async function isDisproven(
  assessment: StoredAssessment,
  film: FilmPatient,
  { fhir, issuerSystems }: PlaceStudyPorts,
): Promise<boolean> {
  const patient = await fhir.read<Patient>('Patient', assessment.patientId);
  return (
    patient === undefined || matchIdentity(film, chartPatientOf(patient), issuerSystems).kind === 'mismatch'
  );
}
