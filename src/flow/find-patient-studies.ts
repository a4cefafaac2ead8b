import type { ImagingStudy, Patient } from '@medplum/fhirtypes';
import { descriptionOfArchivedStudy } from '../core/study/archived-study-description.ts';
import { joinStudies } from '../core/study/join-studies.ts';
import { findLumbarStudies, type StudyChoice, type StudyRules } from '../core/study/study-choice.ts';
import type { StudyDescription } from '../core/study/study-description.ts';
import { studyOfImagingStudy } from '../fhir/imaging-study.ts';
import type { StudyQuery } from './ports/image-archive.ts';
import type { PatientSources } from './patient-sources.ts';

/**
 * The patient's lumbar studies as the chart names them; from the archive, by the patient's identifiers, when the chart
 * names none (many EHRs keep no ImagingStudy); and the study UID from the archive where the chart has only an accession
 * number.
 */
export async function findPatientStudies(
  patient: Patient,
  sources: PatientSources,
  rules: StudyRules,
  asOf: Date,
  signal: AbortSignal,
): Promise<StudyChoice> {
  const inChart = await studiesInChart(patient, sources);
  const fromChart = findLumbarStudies(
    joinStudies([...inChart, ...(await withUids(inChart, sources, signal))]),
    asOf,
    rules,
  );
  if (fromChart.lumbar.length > 0) return fromChart;
  const archived = await studiesInArchive(patient, sources, signal);
  return findLumbarStudies(joinStudies([...inChart, ...archived]), asOf, rules);
}

async function studiesInChart(
  patient: Patient,
  { fhir }: PatientSources,
): Promise<readonly StudyDescription[]> {
  const found = await fhir.search<ImagingStudy>('ImagingStudy', { patient: patient.id ?? '' });
  return found.map(studyOfImagingStudy).filter((study) => study !== undefined);
}

/** Studies that the chart knows by accession number alone. */
async function withUids(
  inChart: readonly StudyDescription[],
  sources: PatientSources,
  signal: AbortSignal,
): Promise<readonly StudyDescription[]> {
  const numbers = inChart.flatMap(({ studyInstanceUid, accessionNumber }) =>
    studyInstanceUid === undefined && accessionNumber !== undefined ? [accessionNumber] : [],
  );
  const queries = numbers.map((accessionNumber): StudyQuery => ({ by: 'accession', accessionNumber }));
  return query(queries, sources, signal);
}

function studiesInArchive(
  patient: Patient,
  sources: PatientSources,
  signal: AbortSignal,
): Promise<readonly StudyDescription[]> {
  const values = (patient.identifier ?? []).flatMap(({ value }) => (value === undefined ? [] : [value]));
  const queries = [...new Set(values)].map((patientId): StudyQuery => ({
    by: 'patient',
    patientId,
    issuer: undefined,
  }));
  return query(queries, sources, signal);
}

async function query(
  queries: readonly StudyQuery[],
  { archive }: PatientSources,
  signal: AbortSignal,
): Promise<readonly StudyDescription[]> {
  const found = await Promise.all(queries.map((one) => archive.findStudies(one, signal)));
  return found.flat().map(descriptionOfArchivedStudy);
}
