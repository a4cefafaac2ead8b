import type { Identifier, ImagingStudy, Patient, Reference, Task } from '@medplum/fhirtypes';
import type { AvailableImageEvidence } from '../../core/evidence/image-evidence.ts';

/** A model version as its package describes it. */
export interface PrintedModel {
  readonly title: string;
  /** Where the model card of this very version can be read. */
  readonly modelCardUrl: string | undefined;
}

/** Who follows a flagged film up, and until when. */
export interface PrintedOwner {
  readonly reference: NonNullable<Task['owner']>;
  /** ISO date and time of the first limit. */
  readonly dueAt: Date;
}

/** The assessment as it is printed: what the store holds of it. */
export interface PrintedAssessment {
  readonly assessmentKey: string;
  readonly patientId: string;
  readonly studyInstanceUid: string;
  readonly imagingStudyReference: string | undefined;
  readonly assessedAt: Date;
  readonly evidence: AvailableImageEvidence;
}

/** What printing needs besides the assessment itself. */
export interface PrintContext {
  /** By model version; a version that is not listed is printed by its id alone. */
  readonly models: Readonly<Record<string, PrintedModel>>;
  /** Undefined: no Task is printed. */
  readonly owner: PrintedOwner | undefined;
  /** False until reviewed, unless the site decides otherwise: then labelled NOPAT. */
  readonly patientVisible: boolean;
  /** The assessment of the same study that this one takes the place of ("RiskAssessment/12"). */
  readonly replaces: string | undefined;
  /** References of the chart facts that were used besides the film ("Observation/7"). */
  readonly inputs: readonly string[];
  /** When the resources are written: Provenance.recorded. */
  readonly recordedAt: Date;
}

export const patientReference = (patientId: string): Reference<Patient> => ({
  reference: `Patient/${patientId}`,
});

/** The study by its reference in the record, else by its UID (FHIR R4 ImagingStudy.identifier, urn:dicom:uid). */
export function studyReference(assessment: PrintedAssessment): Reference<ImagingStudy> {
  const identifier: Identifier = { system: 'urn:dicom:uid', value: `urn:oid:${assessment.studyInstanceUid}` };
  return assessment.imagingStudyReference === undefined
    ? { type: 'ImagingStudy', identifier }
    : { reference: assessment.imagingStudyReference, identifier };
}

/** ISO text to the second: what a FHIR dateTime needs. */
export const dateTime = (at: Date): string => at.toISOString();
