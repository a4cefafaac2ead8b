import { answeringTScores, isAtOrBelow, lowest } from './dxa-history.ts';
import { conditionFact, tScoreFact } from './fact-of.ts';
import type { Fact } from './facts.ts';
import { menopauseState } from './menopause.ts';
import type { Question } from './question.ts';

/**
 * What shows osteoporosis in the record: a diagnosis, or the lowest answering T-score of any date at or below -2.5.
 * Of a woman who is premenopausal today no T-score speaks. Empty when there is neither.
 */
export function osteoporosisFacts(question: Question): Fact[] {
  const diagnosis = question.context.osteoporosisDiagnoses[0];
  const border = question.thresholds.osteoporosisTScoreAtOrBelow;
  const tScore =
    menopauseState(question) === 'premenopausal'
      ? undefined
      : lowest(answeringTScores(question).filter((candidate) => isAtOrBelow(candidate, border)));
  return [
    ...(diagnosis === undefined ? [] : [conditionFact('osteoporosis-diagnosis', diagnosis)]),
    ...(tScore === undefined ? [] : [tScoreFact(tScore)]),
  ];
}
