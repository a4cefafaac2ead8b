import type { Resource } from '@medplum/fhirtypes';
import type { ReadState, RecordPart } from '../core/patient/patient-context.ts';

/** A code of the site's own that stands for something the decision reads. */
export interface LocalCode {
  readonly system: string;
  readonly code: string;
  readonly means: 'central-dxa' | 'peripheral-dxa' | 'lumbar-radiograph' | 'other';
}

/** What was read of one patient's chart, as it came: the input of `patientContextFrom`. */
export interface PatientRecord {
  readonly patientId: string;
  /** Resources of this patient only, and Medication resources that they refer to. */
  readonly resources: readonly Resource[];
  readonly read: Readonly<Record<RecordPart, ReadState>>;
  readonly localCodes: readonly LocalCode[];
}
