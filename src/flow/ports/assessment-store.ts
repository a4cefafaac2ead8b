import type { ImageEvidence } from '../../core/evidence/image-evidence.ts';

/**
 * The assessment of one study of one patient, as stored. One *current* assessment per tenant, patient and study;
 * a changed film set or model version supersedes it; a wrong one is withdrawn. A changed DXA history changes the
 * card, not the assessment.
 */
export interface StoredAssessment {
  /** SHA-256(imageResultKey, patient id, policy version): RiskAssessment.identifier. */
  readonly assessmentKey: string;
  readonly tenantId: string;
  readonly patientId: string;
  readonly studyInstanceUid: string;
  /** Reference of the ImagingStudy in the EHR, when it has one ("ImagingStudy/123"). */
  readonly imagingStudyReference: string | undefined;
  readonly evidence: ImageEvidence;
  readonly assessedAt: Date;
  readonly state: 'current' | 'superseded' | 'withdrawn';
}

/** A row to be written to the EHR, committed together with the assessment that it belongs to. */
export interface WriteIntent {
  readonly kind: 'write-assessment' | 'withdraw-assessment';
  readonly assessmentKey: string;
}

export interface AssessmentStore {
  /** Current assessments of a patient, newest film first. */
  currentFor(tenantId: string, patientId: string): Promise<readonly StoredAssessment[]>;
  /**
   * Stores the assessment and its write intents in one transaction; supersedes the patient's earlier current one of
   * the same study. Storing the same key again changes nothing and says "unchanged".
   */
  save(assessment: StoredAssessment, intents: readonly WriteIntent[]): Promise<'stored' | 'unchanged'>;
  /** Withdraws (a wrong patient, a cancelled study, a retracted model) and queues what must be undone in the EHR. */
  withdraw(assessmentKey: string, reason: string, at: Date): Promise<void>;
}
