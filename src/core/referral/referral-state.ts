/**
 * The loop from a flagged film to a plan. A DXA alone completes nothing: only treatment, a recorded plan, a patient who
 * declines, or a measurement above the limit does. "held" waits for DXA capacity; "withdrawn" was never true.
 */
export const REFERRAL_STATES = [
  'held',
  'flagged',
  'seen',
  'ordered',
  'scheduled',
  'done',
  'needs-plan',
  'treated',
  'plan-recorded',
  'declined',
  'not-osteoporosis',
  'withdrawn',
] as const;

export type ReferralState = (typeof REFERRAL_STATES)[number];

const COMPLETE: ReadonlySet<ReferralState> = new Set([
  'treated',
  'plan-recorded',
  'declined',
  'not-osteoporosis',
]);

export const isComplete = (state: ReferralState): boolean => COMPLETE.has(state);

/** Complete or withdrawn: nobody has to do anything any more. */
export const isClosed = (state: ReferralState): boolean => isComplete(state) || state === 'withdrawn';
