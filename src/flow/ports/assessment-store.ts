import type { Person } from '../../core/model/combination.ts';
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
  /** Age and sex when the film was taken; absent in assessments from before it was kept. */
  readonly person?: Person;
  readonly assessedAt: Date;
  readonly state: 'current' | 'superseded' | 'withdrawn';
}

/** What names one assessment everywhere. */
export type AssessmentIdentity = Pick<StoredAssessment, 'tenantId' | 'patientId' | 'assessmentKey'>;

/** What is to be written to the EHR, committed together with the assessment that it belongs to. */
export interface WriteIntent {
  readonly kind: 'write-assessment' | 'supersede-assessment' | 'withdraw-assessment' | 'update-task';
  readonly assessmentKey: string;
}

export interface AssessmentStore {
  /** Current assessments of a patient, newest film first. */
  currentFor(tenantId: string, patientId: string): Promise<readonly StoredAssessment[]>;
  /** Current assessments of one study, whoever's they are: more than one patient means that the study was moved. */
  currentOfStudy(tenantId: string, studyInstanceUid: string): Promise<readonly StoredAssessment[]>;
  /** The assessment in whatever state, or undefined. */
  find(identity: AssessmentIdentity): Promise<StoredAssessment | undefined>;
  /** The assessments that were superseded by this one. */
  supersededBy(identity: AssessmentIdentity): Promise<readonly AssessmentIdentity[]>;
  /**
   * Stores the assessment and its write intents in one transaction; supersedes the patient's earlier current one of
   * the same study, with the intent to say so in the EHR when that one was written there. Storing the current key
   * again changes nothing and says "unchanged"; a superseded or withdrawn key that is stored again is current again.
   * Throws TrabeculaError "conflict" when a model of the assessment was retracted.
   */
  save(assessment: StoredAssessment, intents: readonly WriteIntent[]): Promise<'stored' | 'unchanged'>;
  /**
   * Withdraws (a wrong patient, a cancelled study) and queues what must be undone in the EHR. One that is not current
   * is left as it is.
   */
  withdraw(identity: AssessmentIdentity, reason: string, at: Date): Promise<void>;
  /**
   * Withdraws all current assessments that a model version took part in, and refuses new ones of it for ever.
   * Returns how many were withdrawn.
   */
  retractModel(modelVersion: string, reason: string, at: Date): Promise<number>;
}
