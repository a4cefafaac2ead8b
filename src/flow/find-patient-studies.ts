import type { DiagnosticReport, ImagingStudy, Patient, Resource } from '@medplum/fhirtypes';
import { descriptionOfArchivedStudy } from '../core/study/archived-study-description.ts';
import { joinStudies } from '../core/study/join-studies.ts';
import { findLumbarStudies, type StudyChoice, type StudyRules } from '../core/study/study-choice.ts';
import type { StudyDescription } from '../core/study/study-description.ts';
import { TrabeculaError, type ErrorCode } from '../errors.ts';
import { studyOfImagingStudy } from '../fhir/imaging-study.ts';
import { studyOfRadiologyReport } from '../fhir/radiology-report.ts';
import type { StudyQuery } from './ports/image-archive.ts';
import type { PatientSources } from './patient-sources.ts';

/**
 * The patient's lumbar studies as the chart names them, with the study UID from the archive where the chart has only an
 * accession number. `wantedStudyUid` is a study that came into the archive and may not be charted yet. When the chart
 * names none (many EHRs keep no ImagingStudy): by the accession numbers of radiology reports, and from the archive by
 * the patient's identifiers.
 */
export async function findPatientStudies(
  patient: Patient,
  wantedStudyUid: string | undefined,
  sources: PatientSources,
  rules: StudyRules,
  asOf: Date,
  signal: AbortSignal,
): Promise<StudyChoice> {
  const charted = await studiesOf<ImagingStudy>('ImagingStudy', {}, studyOfImagingStudy, patient, sources);
  const isCharted = charted.some(({ studyInstanceUid }) => studyInstanceUid === wantedStudyUid);
  const wanted: readonly StudyQuery[] =
    wantedStudyUid === undefined || isCharted ? [] : [{ by: 'study-uid', studyInstanceUid: wantedStudyUid }];
  const known = [...charted, ...(await query([...byAccession(charted), ...wanted], sources, signal))];
  const fromChart = findLumbarStudies(joinStudies(known), asOf, rules);
  if (fromChart.lumbar.length > 0) return fromChart;
  const reported = await studiesOf<DiagnosticReport>(
    'DiagnosticReport',
    { category: 'RAD' },
    studyOfRadiologyReport,
    patient,
    sources,
  );
  const archived = await query([...byAccession(reported), ...byIdentifier(patient)], sources, signal);
  return findLumbarStudies(joinStudies([...known, ...reported, ...archived]), asOf, rules);
}

/** Studies that resources of a type name; none when we may not read that type. */
async function studiesOf<T extends Resource>(
  resourceType: T['resourceType'],
  parameters: Readonly<Record<string, string>>,
  studyOf: (resource: T) => StudyDescription | undefined,
  patient: Patient,
  { fhir }: PatientSources,
): Promise<readonly StudyDescription[]> {
  const found = await orNone('upstream-refused', () =>
    fhir.search<T>(resourceType, { patient: patient.id ?? '', ...parameters }),
  );
  return found.map(studyOf).filter((study) => study !== undefined);
}

/** Studies that are known by accession number alone. */
function byAccession(studies: readonly StudyDescription[]): readonly StudyQuery[] {
  return studies.flatMap(({ studyInstanceUid, accessionNumber }) =>
    studyInstanceUid === undefined && accessionNumber !== undefined
      ? [{ by: 'accession' as const, accessionNumber }]
      : [],
  );
}

function byIdentifier(patient: Patient): readonly StudyQuery[] {
  const values = (patient.identifier ?? []).flatMap(({ value }) => (value === undefined ? [] : [value]));
  return [...new Set(values)].map((patientId) => ({ by: 'patient', patientId, issuer: undefined }));
}

/** An identifier that cannot be searched for (a wildcard in a licence number) finds nothing; it is no trouble. */
async function query(
  queries: readonly StudyQuery[],
  { archive }: PatientSources,
  signal: AbortSignal,
): Promise<readonly StudyDescription[]> {
  const found = await Promise.all(
    queries.map((one) => orNone('bad-request', () => archive.findStudies(one, signal))),
  );
  return found.flat().map(descriptionOfArchivedStudy);
}

async function orNone<T>(code: ErrorCode, read: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof TrabeculaError && error.code === code) return [];
    throw error;
  }
}
