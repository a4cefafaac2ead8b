import { careGap, eligibleNeverTested, funnel, untreated } from './care-gap.ts';
import { modelAgreement, overdueFollowUps } from './follow-up.ts';
import { alertBurden, filmsNotAssessed, filmsRefused, lostOnTheWay } from './films.ts';
import { cms249Like, mips39Like, oswLike } from './measures.ts';
import type { Question } from './question.ts';
import { filmAndDxa } from './validation.ts';
import { numberNeededToDxa, timeToDxa, yieldQuestions } from './yield.ts';

/** Every question, by its name in the API and on the command line. */
export const questions: ReadonlyMap<string, Question> = new Map(
  [
    funnel,
    careGap,
    eligibleNeverTested,
    untreated,
    lostOnTheWay,
    overdueFollowUps,
    filmsNotAssessed,
    filmsRefused,
    ...yieldQuestions,
    numberNeededToDxa,
    timeToDxa,
    modelAgreement,
    alertBurden,
    filmAndDxa,
    oswLike,
    mips39Like,
    cms249Like,
  ].map((question) => [question.name, question]),
);
