import type { Resource } from '@medplum/fhirtypes';
import type { LocalCode } from '../core/patient/local-code.ts';
import type { ReadState, RecordPart } from '../core/patient/patient-context.ts';

/** What was read of one patient's chart, as it came: the input of `patientContextFrom`. */
export interface PatientRecord {
  readonly patientId: string;
  /** Resources of this patient only, and Medication resources that they refer to. */
  readonly resources: readonly Resource[];
  readonly read: Readonly<Record<RecordPart, ReadState>>;
  readonly localCodes: readonly LocalCode[];
}
