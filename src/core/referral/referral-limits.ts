import type { ReferralState } from './referral-state.ts';

/**
 * Days within which the next step must come (proposals of this project, a site may set others): the first three count
 * from the flag, the last from the DXA result.
 */
export const REFERRAL_LIMITS_DAYS = {
  unseen: 30,
  notOrdered: 60,
  notDone: 120,
  withoutPlan: 30,
} as const;

const DAY_MS = 86_400_000;

export interface ReferralTimes {
  readonly state: ReferralState;
  readonly flaggedAt: Date;
  readonly resultAt: Date | undefined;
}

/** When the state is overdue; undefined for states that wait for nobody. */
export function dueAt({ state, flaggedAt, resultAt }: ReferralTimes): Date | undefined {
  const after = (from: Date, days: number) => new Date(from.getTime() + days * DAY_MS);
  switch (state) {
    case 'flagged':
      return after(flaggedAt, REFERRAL_LIMITS_DAYS.unseen);
    case 'seen':
      return after(flaggedAt, REFERRAL_LIMITS_DAYS.notOrdered);
    case 'ordered':
    case 'scheduled':
    case 'done':
      return after(flaggedAt, REFERRAL_LIMITS_DAYS.notDone);
    case 'needs-plan':
      return after(resultAt ?? flaggedAt, REFERRAL_LIMITS_DAYS.withoutPlan);
    case 'held':
    case 'treated':
    case 'plan-recorded':
    case 'declined':
    case 'not-osteoporosis':
    case 'no-longer-flagged':
    case 'deceased':
    case 'care-limited':
    case 'withdrawn':
      return undefined;
  }
}

/** An overdue follow-up is the pool's, whoever had it before. */
export function ownerAt<Owner extends 'primary-care' | 'pool'>(
  times: ReferralTimes,
  owner: Owner,
  asOf: Date,
): Owner | 'pool' {
  const due = dueAt(times);
  return due !== undefined && asOf.getTime() > due.getTime() ? 'pool' : owner;
}
