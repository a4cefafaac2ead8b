import type { DxaOrder, DxaTScore } from '../patient/patient-context.ts';
import {
  addDays,
  addMonths,
  earliestDay,
  firstOfMonthAfter,
  type CalendarDay,
  type RecordedDate,
} from '../patient/recorded-date.ts';
import { hasHappened, type Question } from './question.ts';

/** The last central DXA of the record and the day from which it may be repeated. */
export interface LastDxa {
  readonly performedOn: RecordedDate;
  readonly repeatFrom: CalendarDay;
  /** T-scores of this examination that answer; empty when only the examination is recorded. */
  readonly tScores: readonly DxaTScore[];
  readonly reference: string;
}

/**
 * T-scores that answer the question (ISCD 2023): lumbar spine of two vertebrae or more, total hip, femoral neck; the
 * one-third radius only where spine or hip cannot be measured.
 */
export function answeringTScores({
  context,
  thresholds,
  today,
}: Pick<Question, 'context' | 'thresholds' | 'today'>): readonly DxaTScore[] {
  const forearmAnswers = context.lumbarHardwareOrFusion.length > 0 || context.hipHardware.length > 0;
  return context.tScores.filter(({ region, measuredOn, vertebrae }) => {
    if (!hasHappened(measuredOn, today)) return false;
    return region === 'forearm-one-third'
      ? forearmAnswers
      : isAnsweringSite({ region, vertebrae }, thresholds);
  });
}

/** Sites that answer in everybody. */
export const isAnsweringSite = (
  { region, vertebrae }: Pick<DxaTScore, 'region' | 'vertebrae'>,
  { minimumVertebrae }: Pick<Question['thresholds'], 'minimumVertebrae'>,
): boolean =>
  region !== 'does-not-answer' &&
  region !== 'forearm-one-third' &&
  (vertebrae === undefined || vertebrae >= minimumVertebrae);

/** Certainly at or below the border; a bound such as "> -2.6" is not certain. */
export const isAtOrBelow = ({ value, comparator }: DxaTScore, border: number): boolean =>
  value <= border && comparator !== '>' && comparator !== '>=';

/** Certainly above the border. */
export function isAbove({ value, comparator }: DxaTScore, border: number): boolean {
  if (comparator === '<' || comparator === '<=') return false;
  return comparator === '>' ? value >= border : value > border;
}

/**
 * The last central DXA; a DXA whose site is not stated counts as central. With an interval of 24 months the examination
 * holds until 23 full months after its month have passed (42 CFR 410.31): one of any day in May 2024 until 30 April
 * 2026. A partial date counts from its first day, so that only what is certain holds anything back.
 */
export function lastCentralDxa(question: Question, intervalMonths: number): LastDxa | undefined {
  const answering = answeringTScores(question);
  const studies = question.context.dxaStudies
    .filter(({ extent, performedOn }) => extent !== 'peripheral' && hasHappened(performedOn, question.today))
    .map(({ performedOn, reference }) => ({ performedOn, reference }));
  const measured = answering.map(({ measuredOn, reference }) => ({ performedOn: measuredOn, reference }));
  const last = newest([...studies, ...measured]);
  if (last === undefined) return undefined;
  return {
    ...last,
    repeatFrom: firstOfMonthAfter(earliestDay(last.performedOn), intervalMonths),
    tScores: sameExamination(answering, last.performedOn, question.thresholds.sameExaminationDays),
  };
}

const newest = <T extends { readonly performedOn: RecordedDate }>(items: readonly T[]): T | undefined =>
  items.reduce<T | undefined>(
    (last, item) =>
      last === undefined || earliestDay(item.performedOn) > earliestDay(last.performedOn) ? item : last,
    undefined,
  );

function sameExamination(tScores: readonly DxaTScore[], date: RecordedDate, days: number): DxaTScore[] {
  const from = addDays(earliestDay(date), -days);
  return tScores.filter(({ measuredOn }) => earliestDay(measuredOn) >= from);
}

/** The lowest of them decides (ISCD 2023). */
export const lowest = (tScores: readonly DxaTScore[]): DxaTScore | undefined =>
  tScores.reduce<DxaTScore | undefined>(
    (least, tScore) => (least === undefined || tScore.value < least.value ? tScore : least),
    undefined,
  );

/** A central DXA that is ordered or has a day to come; an order too old to be believed is no longer in progress. */
export function dxaInProgress({ context, thresholds, today }: Question): DxaOrder | undefined {
  return context.dxaOrders.find(({ extent, state, scheduledOn, authoredOn }) => {
    if (extent === 'peripheral') return false;
    if (state === 'scheduled' && scheduledOn !== undefined && scheduledOn >= today) return true;
    const day = scheduledOn ?? authoredOn;
    return day === undefined || today <= addMonths(earliestDay(day), thresholds.dxaOrderHoldsMonths);
  });
}
