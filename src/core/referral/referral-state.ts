/**
 * The loop from a flagged film to a plan. A DXA alone completes nothing: only treatment, a recorded plan, a patient who
 * declines, or a measurement above the limit does. "held" waits for DXA capacity. Three end it without an answer:
 * "no-longer-flagged" (a newer reading of the film gives no flag, before a DXA was done), "deceased", and "care-limited"
 * (hospice or palliative care: no outreach). "withdrawn" was never true.
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
  'no-longer-flagged',
  'deceased',
  'care-limited',
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

const ENDED = ['no-longer-flagged', 'deceased', 'care-limited'] as const satisfies readonly ReferralState[];
export type EndedState = (typeof ENDED)[number];

/** Ended for a reason that is no answer to the question: its Task is cancelled. */
export const isEnded = (state: ReferralState): state is EndedState =>
  (ENDED as readonly ReferralState[]).includes(state);

/** Complete, ended or withdrawn: nobody has to do anything any more. */
export const isClosed = (state: ReferralState): boolean =>
  isComplete(state) || isEnded(state) || state === 'withdrawn';
