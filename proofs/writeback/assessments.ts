import { createHash } from 'node:crypto';
import type { StoreLocation } from '../../src/adapters/store/open-database.ts';
import type { StoredAssessment } from '../../src/flow/ports/assessment-store.ts';

export interface WorkerSettings {
  readonly location: StoreLocation;
  readonly baseUrl: string;
  readonly assessments: number;
  readonly startedAt: number;
  /** Seconds of the bench's clock in one of ours. */
  readonly speed: number;
}

export const keyOf = (number: number): string =>
  createHash('sha256').update(`assessment ${number}`).digest('hex');

/** The n-th assessment: a patient and a study of its own. */
export const assessmentNumber = (number: number): Partial<StoredAssessment> => ({
  assessmentKey: keyOf(number),
  patientId: `patient-${number}`,
  studyInstanceUid: `2.25.${number}`,
});
