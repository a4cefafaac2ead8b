import type { RiskDrugClass, RiskDrugRecord } from '../patient/patient-context.ts';
import { addMonths, earliestDay, latestDay } from '../patient/recorded-date.ts';
import { hasHappened, type Question } from './question.ts';

const ofClass = ({ context }: Question, drugClass: RiskDrugClass): readonly RiskDrugRecord[] =>
  context.riskDrugs.filter((record) => record.drugClass === drugClass);

/** Systemic glucocorticoids over three months or more in one entry, whether it runs or has ended. */
export function longGlucocorticoids(question: Question): readonly RiskDrugRecord[] {
  return ofClass(question, 'systemic-glucocorticoid').filter(({ from, until, ongoing }) => {
    if (from === undefined || !hasHappened(from, question.today)) return false;
    const end = until === undefined ? (ongoing ? question.today : undefined) : latestDay(until);
    if (end === undefined) return false;
    const last = end < question.today ? end : question.today;
    return addMonths(latestDay(from), question.thresholds.glucocorticoidFromMonths) <= last;
  });
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
