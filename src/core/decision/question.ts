import type { ImageEvidence } from '../evidence/image-evidence.ts';
import type { PatientContext } from '../patient/patient-context.ts';
import { valueOf } from '../patient/known.ts';
import {
  calendarDayOf,
  earliestDay,
  yearsBetween,
  type CalendarDay,
  type RecordedDate,
} from '../patient/recorded-date.ts';
import type { DecisionPolicy, Deployment, Thresholds } from './policy.ts';
import type { DecisionHistory, DecisionRequest } from './request.ts';

/** What a decision is made from. */
export interface DecisionInputs {
  readonly context: PatientContext;
  readonly image: ImageEvidence;
  readonly history: DecisionHistory;
  readonly request: DecisionRequest;
}

/** The inputs as the rules read them: with the day, and the age as the span that the birth date allows. */
export interface Question extends DecisionInputs {
  readonly thresholds: Thresholds;
  readonly deployment: Deployment;
  readonly asOf: Date;
  readonly today: CalendarDay;
  /** Undefined when there is no birth date. A rule "from 65" asks `least`: a border is crossed for certain or not. */
  readonly ageYears: { readonly least: number; readonly most: number } | undefined;
  readonly sex: 'female' | 'male' | undefined;
}

export function questionOf(inputs: DecisionInputs, policy: DecisionPolicy, asOf: Date): Question {
  const today = calendarDayOf(asOf, policy.deployment.timeZone);
  const birthDate = valueOf(inputs.context.birthDate);
  return {
    ...inputs,
    ...policy,
    asOf,
    today,
    ageYears: birthDate === undefined ? undefined : yearsBetween(birthDate, today),
    sex: valueOf(inputs.context.sex),
  };
}

/** True when the date is certainly not after today: what is planned has not happened. */
export const hasHappened = (date: RecordedDate, today: CalendarDay): boolean => earliestDay(date) <= today;
