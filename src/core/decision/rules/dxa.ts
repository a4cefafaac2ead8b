import { dxaInProgress, isAbove, lastCentralDxa, lowest } from '../dxa-history.ts';
import { dxaFacts, dxaOrderFact, tScoreFact } from '../fact-of.ts';
import { lowImpactFractures } from '../fractures.ts';
import type { Question } from '../question.ts';
import { endocrineCancerTherapies, longGlucocorticoids } from '../risk-drugs.ts';
import type { Rule } from '../rule.ts';
import { BOTH } from '../rule.ts';
import { addMonths, earliestDay, latestDay, type RecordedDate } from '../../patient/recorded-date.ts';

/** Row 6, first half: a central DXA within the interval is shown and no other is asked for. */
export const dxaInInterval: Rule = {
  id: 'dxa-in-interval',
  silences: BOTH,
  match(question) {
    const last = lastCentralDxa(question, question.thresholds.dxaIntervalMonths);
    if (last === undefined || question.today >= last.repeatFrom) return undefined;
    const facts = dxaFacts(last);
    if (last.tScores.length > 0) return { reasonCode: 'dxa-in-interval', facts };
    return { reasonCode: 'dxa-in-interval', facts, workList: 'dxa-result-missing' };
  },
};

/** Row 6, second half: T above -1.5 within five years holds the AI card back, unless a risk is new since then. */
export const dxaAboveLimit: Rule = {
  id: 'dxa-above-limit',
  silences: ['ai'],
  match(question) {
    const { dxaIntervalMonths, reassuringDxaHoldsYears, reassuringTScoreAbove } = question.thresholds;
    const tScore = lowest(lastCentralDxa(question, dxaIntervalMonths)?.tScores ?? []);
    if (tScore === undefined || !isAbove(tScore, reassuringTScoreAbove)) return undefined;
    const holdsUntil = addMonths(earliestDay(tScore.measuredOn), 12 * reassuringDxaHoldsYears);
    if (question.today > holdsUntil || hasNewRiskSince(question, tScore.measuredOn)) return undefined;
    return { reasonCode: 'dxa-above-limit-within-five-years', facts: [tScoreFact(tScore)] };
  },
};

/** In doubt whether a risk is newer than the DXA (partial or no date) it counts as new: the card is let through. */
function hasNewRiskSince(question: Question, measuredOn: RecordedDate): boolean {
  const isNew = (date: RecordedDate | undefined): boolean =>
    date === undefined || latestDay(date) > earliestDay(measuredOn);
  const fracture = lowImpactFractures(question).some(({ occurredOn }) => isNew(occurredOn));
  const drugs = [...longGlucocorticoids(question), ...endocrineCancerTherapies(question)];
  return fracture || drugs.some(({ from }) => isNew(from));
}

/** Row 7: a DXA is ordered or has a day. */
export const dxaOrdered: Rule = {
  id: 'dxa-in-progress',
  silences: BOTH,
  match(question) {
    const order = dxaInProgress(question);
    if (order === undefined) return undefined;
    return { reasonCode: 'dxa-in-progress', facts: [dxaOrderFact(order)], workList: 'dxa-in-progress' };
  },
};
