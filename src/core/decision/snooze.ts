import {
  addDays,
  addMonths,
  calendarDayOf,
  earliestDay,
  type CalendarDay,
} from '../patient/recorded-date.ts';
import { lowImpactFractures } from './fractures.ts';
import type { Thresholds } from './policy.ts';
import type { Question } from './question.ts';
import type { ReasonCode } from './reason-codes.ts';
import type { CardChannel, DecisionHistory } from './request.ts';
import { endocrineCancerTherapies, longGlucocorticoids } from './risk-drugs.ts';

type Feedback = DecisionHistory['feedback'][number];

interface SnoozeRule {
  readonly reasonCode: ReasonCode;
  readonly until: (day: CalendarDay, thresholds: Thresholds) => CalendarDay;
  /** Holds for the one user who said it. */
  readonly userOnly?: boolean;
  /** What ends it early, beside a new fracture, which ends every snooze. */
  readonly endedBy: readonly ('new-film' | 'new-risk-drug')[];
}

/**
 * Snoozes by the reason given. Codes: non-adherence-reason-codes of the CDS Hooks 3.0 ballot (`cds-not-applicable`,
 * `action-completed`, `patient-refuses`) and our own `not-my-patient`. "Done" needs no rule for the DXA that is found:
 * row 6 answers before.
 */
const SNOOZES: Readonly<Record<string, SnoozeRule>> = {
  'not-my-patient': {
    reasonCode: 'snoozed-not-my-patient',
    until: (day, { notMyPatientSnoozeMonths }) => addMonths(day, notMyPatientSnoozeMonths),
    userOnly: true,
    endedBy: [],
  },
  'patient-refuses': {
    reasonCode: 'snoozed-patient-refuses',
    until: (day, { refusesSnoozeMonths }) => addMonths(day, refusesSnoozeMonths),
    endedBy: [],
  },
  'cds-not-applicable': {
    reasonCode: 'snoozed-not-applicable',
    until: (day, { notApplicableSnoozeMonths }) => addMonths(day, notApplicableSnoozeMonths),
    endedBy: ['new-film', 'new-risk-drug'],
  },
  'action-completed': {
    reasonCode: 'snoozed-done',
    until: (day, { doneSnoozeDays }) => addDays(day, doneSnoozeDays),
    endedBy: [],
  },
};

const ACCEPTED: SnoozeRule = {
  reasonCode: 'snoozed-accepted',
  until: (day, { acceptedSnoozeDays }) => addDays(day, acceptedSnoozeDays),
  endedBy: [],
};

const OTHER: SnoozeRule = {
  reasonCode: 'snoozed-other-reason',
  until: (day, { otherReasonSnoozeDays }) => addDays(day, otherReasonSnoozeDays),
  endedBy: ['new-film', 'new-risk-drug'],
};

/** What an answer brings: how long a channel stays quiet, for whom, and what ends it early beside a new fracture. */
export interface QuietTime {
  readonly until: CalendarDay;
  readonly onlyForThisUser: boolean;
  readonly endedBy: readonly ('new-film' | 'new-risk-drug')[];
}

/** What an override given on `day` brings; `reasonCode` undefined: without a reason. */
export function quietAfterOverride(
  reasonCode: string | undefined,
  day: CalendarDay,
  thresholds: Thresholds,
): QuietTime {
  const { until, userOnly, endedBy } = ruleOfOverride(reasonCode);
  return { until: until(day, thresholds), onlyForThisUser: userOnly === true, endedBy };
}

export interface ActiveSnooze {
  readonly reasonCode: ReasonCode;
  readonly setOn: CalendarDay;
  readonly until: CalendarDay;
}

/** The snooze of a channel that ends last, or undefined. AI, guideline and safety snoozes are apart; answers to a card about an order snooze nothing. */
export function activeSnooze(question: Question, channel: CardChannel): ActiveSnooze | undefined {
  const active = question.history.feedback
    .filter((feedback) => feedback.channel === channel && feedback.at <= question.asOf)
    .map((feedback) => snoozeOf(feedback, question))
    .filter((snooze) => snooze !== undefined);
  return active.reduce<ActiveSnooze | undefined>(
    (last, snooze) => (last === undefined || snooze.until > last.until ? snooze : last),
    undefined,
  );
}

function snoozeOf(feedback: Feedback, question: Question): ActiveSnooze | undefined {
  const rule = ruleOf(feedback);
  if (rule.userOnly === true && !isAsking(feedback.userId, question)) return undefined;
  const setOn = calendarDayOf(feedback.at, question.deployment.timeZone);
  const until = rule.until(setOn, question.thresholds);
  if (question.today >= until || isEnded(rule, setOn, question)) return undefined;
  return { reasonCode: rule.reasonCode, setOn, until };
}

function ruleOf({ outcome, overrideReasonCode }: Feedback): SnoozeRule {
  return outcome === 'accepted' ? ACCEPTED : ruleOfOverride(overrideReasonCode);
}

const ruleOfOverride = (reasonCode: string | undefined): SnoozeRule =>
  (reasonCode === undefined ? undefined : SNOOZES[reasonCode]) ?? OTHER;

const isAsking = (userId: string, { request }: Question): boolean =>
  request.hook !== 'screening' && request.user.id === userId;

function isEnded({ endedBy }: SnoozeRule, setOn: CalendarDay, question: Question): boolean {
  const isNew = (date: string | undefined): boolean => date !== undefined && earliestDay(date) > setOn;
  if (lowImpactFractures(question).some(({ occurredOn }) => isNew(occurredOn))) return true;
  const film = question.image.kind === 'available' ? question.image.acquiredOn : undefined;
  if (endedBy.includes('new-film') && isNew(film)) return true;
  const drugs = [...longGlucocorticoids(question), ...endocrineCancerTherapies(question)];
  return endedBy.includes('new-risk-drug') && drugs.some(({ from }) => isNew(from));
}
