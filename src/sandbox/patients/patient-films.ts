import type { Patient } from '@medplum/fhirtypes';
import type { SimulatedStudy } from './chart-builder.ts';

/** What the DICOM files of one simulated patient say of the patient: charts take it over, so that the two agree. */
export interface PatientFilms {
  readonly birthDate: string;
  readonly gender: NonNullable<Patient['gender']>;
  readonly studies: readonly SimulatedStudy[];
}

/** Films by patient id ("P01"). A patient who is not in it has no film in the archive. */
export type FilmsByPatient = ReadonlyMap<string, PatientFilms>;
