import type { ImageEvidence } from '../../core/evidence/image-evidence.ts';
import type { PairedReading } from '../../core/monitoring/model-comparison.ts';
import type { StoredAssessment } from './assessment-store.ts';

/** What a challenger read beside the champion: kept apart from assessments, so that nothing shows or writes it. */
export interface ChallengerStore {
  /** Current assessments of the champion that this challenger has not read, newest first. */
  waiting(tenantId: string, challenger: string, limit: number): Promise<readonly StoredAssessment[]>;
  /** Keeping the same reading again changes nothing. */
  keep(assessment: StoredAssessment, challenger: string, evidence: ImageEvidence, at: Date): Promise<void>;
  /**
   * Each person's newest study that both have read, with the nearest DXA from 12 months before to 6 after the film, from
   * follow-up or the imported population; one with treatment begun in between is none.
   */
  pairs(tenantId: string, challenger: string): Promise<readonly PairedReading[]>;
}
