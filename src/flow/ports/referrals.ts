import type { DxaTScore } from '../../core/patient/patient-context.ts';
import type { ReferralState } from '../../core/referral/referral-state.ts';
import type { AssessmentIdentity } from './assessment-store.ts';

/** The follow-up of one flagged study of one patient, from the flag to a plan. */
export interface Referral extends AssessmentIdentity {
  readonly studyInstanceUid: string;
  /** Orders the waiting list: a probability where one was fitted, else the score's distance to the cut. */
  readonly risk: number;
  readonly state: ReferralState;
  readonly flaggedAt: Date;
  /** When the state was entered. */
  readonly since: Date;
  /** When the DXA result came that needs a plan. */
  readonly resultAt: Date | undefined;
  readonly owner: 'primary-care' | 'pool';
}

export interface Referrals {
  /**
   * Opens the follow-up of a flagged study, or moves it to its newer assessment. Of the tenant's flags of the last
   * seven days at most `perWeek` are let through (undefined: all); others are held, highest risk first when there is
   * room. Says whether this one is let through.
   */
  open(flag: Omit<Referral, 'state' | 'since' | 'resultAt'>, perWeek: number | undefined): Promise<boolean>;
  /** Lets held flags through as far as there is room, by risk, and queues their Tasks. Returns how many. */
  admit(tenantId: string, perWeek: number, at: Date): Promise<number>;
  /**
   * Records what a DXA measured after the flag, once for an assessment. From flagged patients alone only the share of
   * right flags (PPV) can be told, never sensitivity or specificity; pairs with
   * treatment begun between film and DXA are marked, to be left out.
   */
  recordResult(
    referral: Referral,
    result: DxaTScore & { readonly isTreatedBefore: boolean },
    at: Date,
  ): Promise<void>;
  find(tenantId: string, patientId: string, studyInstanceUid: string): Promise<Referral | undefined>;
  /** Those that are neither complete nor withdrawn, of one patient or of all, the oldest first. */
  openOnes(tenantId: string, patientId?: string): Promise<readonly Referral[]>;
  /** Enters a state and queues the Task's update. The same state again with the same owner changes nothing. */
  move(
    referral: Referral,
    to: Pick<Referral, 'state' | 'resultAt' | 'owner'>,
    at: Date,
  ): Promise<'moved' | 'unchanged'>;
}
