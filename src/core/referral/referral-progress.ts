import { answeringTScores, isAbove, isAtOrBelow } from '../decision/dxa-history.ts';
import type { Question } from '../decision/question.ts';
import type { BoneDrugRecord, DxaTScore } from '../patient/patient-context.ts';
import { earliestDay, type CalendarDay, type RecordedDate } from '../patient/recorded-date.ts';
import type { ReferralState } from './referral-state.ts';

/** What is known of a follow-up: the chart, and what people did with card and Task. */
export interface ReferralFacts extends Pick<Question, 'context' | 'thresholds' | 'today'> {
  readonly flaggedOn: CalendarDay;
  /** A card of it was shown. */
  readonly isShown: boolean;
  /** Card feedback "patient refuses". */
  readonly isRefused: boolean;
  /** Task.status in the record; undefined: there is none. */
  readonly taskStatus: string | undefined;
}

export interface ReferralProgress {
  readonly state: Exclude<ReferralState, 'held' | 'withdrawn' | 'no-longer-flagged'>;
  /** The lowest T-score that answers and was measured since the flag. */
  readonly result: DxaTScore | undefined;
  /** Treatment was recorded between the flag and that result: the pair says nothing of the film. */
  readonly isTreatedBefore: boolean;
}

const TAKEN_UP: ReadonlySet<string> = new Set(['received', 'accepted', 'ready', 'in-progress', 'on-hold']);

/** A partial date counts only when it certainly lies on or after the day. */
const isSince = (date: RecordedDate | undefined, day: CalendarDay): boolean =>
  date !== undefined && earliestDay(date) >= day;

const treats = ({ doseUse, stoppedOn, lastRecordedOn }: BoneDrugRecord, since: CalendarDay): boolean =>
  doseUse !== 'oncology' && stoppedOn === undefined && isSince(lastRecordedOn, since);

const lowest = (scores: readonly DxaTScore[]): DxaTScore | undefined =>
  scores.toSorted((a, b) => a.value - b.value)[0];

/**
 * Where a follow-up stands by what was recorded since the flag. A DXA alone completes nothing: a T-score at or below
 * the limit needs a plan, and only one that is certainly above it says "not osteoporosis". What is not complete ends
 * with the patient's death, and in hospice or palliative care: no work list, no outreach.
 */
export function referralProgress(facts: ReferralFacts): ReferralProgress {
  const { context, thresholds, flaggedOn, taskStatus } = facts;
  const result = lowest(answeringTScores(facts).filter(({ measuredOn }) => isSince(measuredOn, flaggedOn)));
  const isTreatedBefore =
    result !== undefined &&
    context.boneDrugs.some(
      (drug) =>
        treats(drug, flaggedOn) && earliestDay(drug.lastRecordedOn ?? '') < earliestDay(result.measuredOn),
    );
  return { state: stateOf(), result, isTreatedBefore };

  function stateOf(): ReferralProgress['state'] {
    if (context.boneDrugs.some((drug) => treats(drug, flaggedOn))) return 'treated';
    if (facts.isRefused || taskStatus === 'rejected') return 'declined';
    if (taskStatus === 'completed') return 'plan-recorded';
    const limit = thresholds.osteoporosisTScoreAtOrBelow;
    if (result !== undefined && isAbove(result, limit)) return 'not-osteoporosis';
    if (context.deceased) return 'deceased';
    if (context.careLimits.some((one) => one.limit !== 'pregnancy')) return 'care-limited';
    if (result !== undefined) return isAtOrBelow(result, limit) ? 'needs-plan' : 'done';
    const studies = context.dxaStudies.filter(({ extent }) => extent !== 'peripheral');
    if (studies.some(({ performedOn }) => isSince(performedOn, flaggedOn))) return 'done';
    const orders = context.dxaOrders.filter(
      ({ extent, authoredOn, scheduledOn }) =>
        extent !== 'peripheral' && (isSince(authoredOn, flaggedOn) || isSince(scheduledOn, flaggedOn)),
    );
    if (orders.some(({ state }) => state === 'scheduled')) return 'scheduled';
    if (orders.length > 0) return 'ordered';
    return facts.isShown || TAKEN_UP.has(taskStatus ?? '') ? 'seen' : 'flagged';
  }
}
