import type { RiskDrugClass, RiskDrugRecord } from '../patient/patient-context.ts';
import { addDays, addMonths, earliestDay, latestDay, type CalendarDay } from '../patient/recorded-date.ts';
import { hasHappened, type Question } from './question.ts';

const ofClass = ({ context }: Question, drugClass: RiskDrugClass): readonly RiskDrugRecord[] =>
  context.riskDrugs.filter((record) => record.drugClass === drugClass);

/** Prescriptions of one course follow each other with gaps no longer than this. Our own reading of refill habits. */
const REFILL_GAP_DAYS = 30;

/** Systemic glucocorticoids over three months or more, whether they run or have ended: entries that follow each other
 * are one course. An entry without an end that is not active says nothing of its length. */
export function longGlucocorticoids(question: Question): readonly RiskDrugRecord[] {
  const { today, thresholds } = question;
  const spans = ofClass(question, 'systemic-glucocorticoid')
    .flatMap((record) => spanOf(record, today))
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const courses: { record: RiskDrugRecord; from: CalendarDay; to: CalendarDay }[] = [];
  for (const span of spans) {
    const course = courses.at(-1);
    if (course === undefined || span.from > addDays(course.to, REFILL_GAP_DAYS)) courses.push({ ...span });
    else if (span.to > course.to) course.to = span.to;
  }
  return courses
    .filter(({ from, to }) => addMonths(from, thresholds.glucocorticoidFromMonths) <= to)
    .map(({ record }) => record);
}

function spanOf(record: RiskDrugRecord, today: CalendarDay) {
  const { from, until, ongoing } = record;
  if (from === undefined || !hasHappened(from, today)) return [];
  const end = until === undefined ? (ongoing ? today : latestDay(from)) : latestDay(until);
  return [{ record, from: latestDay(from), to: end < today ? end : today }];
}

/** Androgen deprivation in men, aromatase inhibitors in women, now or earlier. */
export const endocrineCancerTherapies = (question: Question): readonly RiskDrugRecord[] =>
  ofClass(question, question.sex === 'male' ? 'androgen-deprivation' : 'aromatase-inhibitor').filter(
    ({ from }) => from === undefined || hasHappened(from, question.today),
  );

/** Oestrogen taken now: active, or not yet at its end. */
export function currentOestrogen(question: Question): boolean {
  return ofClass(question, 'systemic-oestrogen').some(({ from, until, ongoing }) => {
    if (from !== undefined && !hasHappened(from, question.today)) return false;
    return until === undefined ? ongoing : earliestDay(until) >= question.today;
  });
}
