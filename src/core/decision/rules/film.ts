import type { AvailableImageEvidence } from '../../evidence/image-evidence.ts';
import { addMonths } from '../../patient/recorded-date.ts';
import type { Fact } from '../facts.ts';
import type { Question } from '../question.ts';
import type { Rule, RuleMatch } from '../rule.ts';

/** What is wrong with the film, or says that it gave no flag, takes the AI part away and nothing else. */
export const film: Rule = {
  id: 'film',
  silences: ['ai'],
  match(question): RuleMatch | undefined {
    const { image, deployment } = question;
    if (image.kind === 'unavailable')
      return {
        reasonCode: image.refusal.reason === 'film-too-old' ? 'film-too-old' : 'film-gave-no-result',
        facts: [{ kind: 'film-refused', reason: image.refusal.reason }],
      };
    const facts = [filmFact(image)];
    if (image.trainingData === 'simulated' && !deployment.isSandbox)
      return { reasonCode: 'model-simulated-outside-sandbox', facts: [] };
    if (image.outcome === 'not-flagged') return { reasonCode: 'film-not-flagged', facts };
    const age = ageOfFilm(image, question);
    if (age === 'current') return undefined;
    const reasonCode = age === 'unknown' ? 'film-date-unknown' : 'film-too-old';
    return image.outcome === 'flagged'
      ? { reasonCode, facts, workList: 'old-film-flag' }
      : { reasonCode, facts };
  },
};

export const filmFact = ({ acquiredOn, outcome, studyInstanceUid }: AvailableImageEvidence): Fact => ({
  kind: 'film',
  acquiredOn,
  outcome,
  studyInstanceUid,
});

function ageOfFilm(
  { acquiredOn }: AvailableImageEvidence,
  { thresholds, today }: Question,
): 'current' | 'old' | 'unknown' {
  if (acquiredOn === undefined) return 'unknown';
  return today <= addMonths(acquiredOn, thresholds.filmHoldsMonths) ? 'current' : 'old';
}
