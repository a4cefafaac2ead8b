import type { ReadingRules, SiteReportSetting } from '../../../src/core/validation/site-report.ts';
import type { ValidationCase } from '../../../src/core/validation/validation-case.ts';
import { expit } from '../../../src/core/statistics/logit.ts';

/** Score of a study is its AP score; flagged at 0.5; probability expit(score). */
export const rules: ReadingRules = {
  together: ({ ap, lateral }) => {
    const filmScore = ap ?? lateral ?? 0;
    const outcome = filmScore >= 0.5 ? 'flagged' : 'not-flagged';
    return { filmScore, flaggedAtOrAbove: 0.5, uncertainAtOrAbove: 0.5, outcome };
  },
  probability: ({ ap }, { ageYears }) =>
    ap === undefined || ageYears === undefined
      ? { kind: 'absent', reason: 'age-or-sex-unknown' }
      : { kind: 'fitted', value: expit(ap), lower: 0, upper: 1, ageSexValue: 0.2, fittedOn: 'test' },
  flagCutOf: { ap: 0.5, lateral: 0.5 },
  ageScale: { ageCentreYears: 65, ageScaleYears: 10 },
};

export const setting: SiteReportSetting = {
  title: 'Validation',
  madeAt: '2026-03-01T00:00:00.000Z',
  models: { versions: { ap: 'a'.repeat(64) }, precision: 'fp32' },
  modelTraining: 'clinical',
  patients: 'real',
  verification: 'random-sample',
  window: { monthsBefore: 12, monthsAfter: 6 },
  found: '300 files in a folder, 0 of them unreadable',
};

/** `count` people of one kind; T-scores clearly on one side. */
export function people(
  count: number,
  score: number,
  osteoporosis: boolean,
  change: Partial<ValidationCase> = {},
): ValidationCase[] {
  return Array.from({ length: count }, (_, i) => ({
    studyInstanceUid: `${score}.${osteoporosis ? 1 : 2}.${i}`,
    scores: { ap: score },
    ageYears: 60 + (i % 20),
    sex: i % 3 === 0 ? ('male' as const) : ('female' as const),
    manufacturer: 'A',
    spineTScore: osteoporosis ? -2.5 : -2.4,
    hipTScore: -1,
    daysFromFilmToDxa: 0,
    ...change,
  }));
}

export const pairingOf = (cases: readonly ValidationCase[]) => ({
  studies: cases.length,
  cases,
  excluded: {},
  refusals: {},
});
