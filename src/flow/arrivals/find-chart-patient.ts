import type { Patient } from '@medplum/fhirtypes';
import { filmPatientOf, type FilmPatient } from '../../core/film/film-patient.ts';
import { matchIdentity, type IssuerSystems } from '../../core/study/identity-match.ts';
import { chartPatientOf, replacedBy } from '../../fhir/chart-patient.ts';
import type { FhirReader } from '../ports/fhir.ts';
import type { ArchivedInstance } from '../ports/image-archive.ts';

export type ChartPatientSearch =
  | { readonly kind: 'found'; readonly patientId: string }
  /** Nobody, or more than one record, has the film's identifier, birth date and sex: nobody is picked. */
  | { readonly kind: 'unmatched'; readonly why: string };

/** A merge of a merge of a merge; more is a loop. */
const MAX_MERGES = 5;

/** The one chart that a film belongs to, found by its patient identifier and proven by `matchIdentity`. */
async function findChartPatient(
  film: FilmPatient,
  fhir: FhirReader,
  issuerSystems: IssuerSystems,
): Promise<ChartPatientSearch> {
  const value = film.patientId?.trim() ?? '';
  if (value === '') return { kind: 'unmatched', why: 'the film names no patient identifier' };
  const system = film.issuer === undefined ? undefined : issuerSystems[film.issuer];
  const token = system === undefined ? escaped(value) : `${escaped(system)}|${escaped(value)}`;
  const candidates = await fhir.search<Patient>('Patient', { identifier: token });
  const survivors = new Set<string>();
  let whyNot = 'no chart has the patient identifier';
  for (const candidate of candidates) {
    const match = matchIdentity(film, chartPatientOf(candidate), issuerSystems);
    if (match.kind === 'mismatch') whyNot = match.refusal.detail;
    else if (candidate.id !== undefined) survivors.add(await survivorOf(candidate, fhir));
  }
  const [patientId, ...others] = survivors;
  if (patientId === undefined) return { kind: 'unmatched', why: whyNot };
  if (others.length > 0)
    return { kind: 'unmatched', why: `${survivors.size} charts have the patient identifier` };
  return { kind: 'found', patientId };
}

/** The one chart that all films of a study belong to. Films of two patients under one study UID: it is not safe to say. */
export async function findChartPatientOfStudy(
  instances: readonly ArchivedInstance[],
  fhir: FhirReader,
  issuerSystems: IssuerSystems,
): Promise<ChartPatientSearch> {
  const [film, ...others] = instances.map(({ metadata }) => filmPatientOf(metadata));
  if (film === undefined) return { kind: 'unmatched', why: 'the study has no film' };
  return others.every(({ patientId }) => patientId === film.patientId)
    ? findChartPatient(film, fhir, issuerSystems)
    : { kind: 'unmatched', why: 'the study names two patients' };
}

/** The id of the record that stands for this patient after merges: its own when it was never merged. */
export async function survivorOf(patient: Patient, fhir: FhirReader): Promise<string> {
  let current = patient;
  for (let merges = 0; merges < MAX_MERGES; merges += 1) {
    const next = replacedBy(current);
    const survivor = next === undefined ? undefined : await fhir.read<Patient>('Patient', next);
    if (survivor === undefined) break;
    current = survivor;
  }
  return current.id ?? '';
}

/** FHIR search: a comma, a bar, a dollar sign and a backslash in a value are escaped (R4 section 3.1.1.4.0.1). */
const escaped = (value: string) => value.replace(/[\\,|$]/g, '\\$&');
