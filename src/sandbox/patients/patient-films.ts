import type { Patient } from '@medplum/fhirtypes';
import type { SimulatedStudy } from './chart-builder.ts';

/**
 * What the DICOM files of one simulated patient, and the simulation behind them, say of the patient: the chart takes
 * it over, so that films and chart agree.
 */
export interface PatientFilms {
  readonly birthDate: string;
  readonly gender: NonNullable<Patient['gender']>;
  readonly weightKg: number;
  readonly heightCm: number;
  /** Simulated DXA T-score of the lumbar spine when the films were taken. */
  readonly lumbarTScore: number;
  readonly studies: readonly SimulatedStudy[];
}

/** Films by patient id ("P01"). A patient who is not in it has no film in the archive. */
export type FilmsByPatient = ReadonlyMap<string, PatientFilms>;
