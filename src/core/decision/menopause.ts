import { addMonths, earliestDay } from '../patient/recorded-date.ts';
import { hasHappened, type Question } from './question.ts';

/**
 * "Premenopausal" holds for a year after it was recorded and then says nothing more; "postmenopausal" holds for good.
 * The newest statement decides.
 */
export function menopauseState(question: Question): 'premenopausal' | 'postmenopausal' | 'unknown' {
  const { menopause } = question.context;
  if (question.sex !== 'female' || menopause.kind === 'absent') return 'unknown';
  const { state, recordedOn } = menopause.value;
  if (state === 'postmenopausal') return 'postmenopausal';
  if (recordedOn === undefined || !hasHappened(recordedOn, question.today)) return 'unknown';
  const holdsUntil = addMonths(earliestDay(recordedOn), question.thresholds.premenopausalHoldsMonths);
  return question.today <= holdsUntil ? 'premenopausal' : 'unknown';
}
