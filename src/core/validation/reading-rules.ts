import type { StudyReader } from '../evidence/study-reader.ts';
import { combineByOwnCuts, combineFilms, groupProbability } from '../model/combination.ts';
import type { ReadingRules } from './site-report.ts';

/** Age as the shipped combination scales it, when there is none to take it from. */
const AGE_SCALE = { ageCentreYears: 65, ageScaleYears: 10 };

/** How the active models' scores are read together, for a validation: exactly as a study is read in service. */
export function readingRulesOf({ combination, cutsOf }: StudyReader): ReadingRules {
  const fitted = combination.kind === 'fitted' ? combination.combination : undefined;
  return {
    together: (scores) =>
      fitted === undefined ? combineByOwnCuts(scores, cutsOf) : combineFilms(scores, fitted),
    probability: (scores, person) =>
      combination.kind === 'fitted' ? groupProbability(scores, person, combination.combination) : combination,
    flagCutOf: { ap: cutsOf.ap.flaggedAtOrAbove, lateral: cutsOf.lateral.flaggedAtOrAbove },
    ageScale: fitted ?? AGE_SCALE,
  };
}
