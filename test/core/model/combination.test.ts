import {
  combineByOwnCuts,
  combineFilms,
  groupProbability,
  outcomeOf,
  type Combination,
  type LogitFit,
} from '../../../src/core/model/combination.ts';

const identity = (size: number, scale: number): number[][] =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i === j ? scale : 0)));

function fit(terms: LogitFit['terms'], coefficients: readonly number[], variance: number): LogitFit {
  return { terms, coefficients, covariance: identity(terms.length, variance) };
}

const cuts = { flaggedAtOrAbove: 1, uncertainAtOrAbove: 0 };
const people = ['age', 'ageSquared', 'male'] as const;

const combination: Combination = {
  schemaVersion: 1,
  trainingData: { kind: 'simulated', statement: 'made up', films: 0, patients: 500, simulatorVersion: null },
  modelVersionsOf: { ap: 'a', lateral: 'l' },
  ageCentreYears: 65,
  ageScaleYears: 10,
  variants: {
    both: {
      ...fit(['intercept', 'scoreAp', 'scoreLateral', ...people], [-1, 0.5, 0.25, 0.4, 0.1, -0.6], 0.01),
      film: { weights: { ap: 0.5, lateral: 0.25, intercept: 0.1 }, cuts },
    },
    ap: {
      ...fit(['intercept', 'scoreAp', ...people], [-1, 1, 0.4, 0.1, -0.6], 0.01),
      film: { weights: { ap: 1, intercept: 0 }, cuts },
    },
    lateral: {
      ...fit(['intercept', 'scoreLateral', ...people], [-1, 2, 0.4, 0.1, -0.6], 0.01),
      film: { weights: { lateral: 2, intercept: 0 }, cuts: { flaggedAtOrAbove: 3, uncertainAtOrAbove: 2 } },
    },
  },
  ageSexOnly: fit(['intercept', ...people], [-2, 0.4, 0.1, -0.6], 0.01),
};

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

describe('films together', () => {
  it('with both views take the variant of both', () => {
    // 0.1 + 0.5 x 1 + 0.25 x 2 = 1.1
    expect(combineFilms({ ap: 1, lateral: 2 }, combination)).toEqual({
      filmScore: expect.closeTo(1.1, 12) as number,
      flaggedAtOrAbove: 1,
      uncertainAtOrAbove: 0,
      outcome: 'flagged',
    });
  });

  it.each([
    ['ap', { ap: 0.5 }, 0.5, 'uncertain'],
    ['lateral', { lateral: 0.5 }, 1, 'not-flagged'],
  ] as const)('with the %s view alone take its own variant and cuts', (_view, scores, filmScore, outcome) => {
    expect(combineFilms(scores, combination)).toMatchObject({ filmScore, outcome });
  });

  it.each([
    [1, 'flagged'],
    [0.999, 'uncertain'],
    [0, 'uncertain'],
    [-0.001, 'not-flagged'],
  ] as const)('a score of %d is %s: a cut belongs to what lies above it', (score, outcome) => {
    expect(outcomeOf(score, cuts)).toBe(outcome);
  });

  it('without a combination are judged by their own cuts and the stronger view speaks', () => {
    const cutsOf = { ap: cuts, lateral: { flaggedAtOrAbove: 3, uncertainAtOrAbove: 2 } };
    // AP 0.5 is uncertain; lateral 2.9 is uncertain and nearer to its cut (-0.1 against -0.5).
    expect(combineByOwnCuts({ ap: 0.5, lateral: 2.9 }, cutsOf)).toEqual({
      filmScore: 2.9,
      flaggedAtOrAbove: 3,
      uncertainAtOrAbove: 2,
      outcome: 'uncertain',
    });
    expect(combineByOwnCuts({ ap: 1, lateral: 2.9 }, cutsOf)).toMatchObject({
      filmScore: 1,
      outcome: 'flagged',
    });
  });
});

describe('the group probability', () => {
  it('follows the fitted logit, with the 95 % interval of the delta method', () => {
    // Age 75 is 1, squared 1, male 1: x = (1, 1, 2, 1, 1, 1); logit = -1 + 0.5 + 0.5 + 0.4 + 0.1 - 0.6 = -0.1.
    // Variance 0.01 x (1 + 1 + 4 + 1 + 1 + 1) = 0.09, standard error 0.3.
    const probability = groupProbability({ ap: 1, lateral: 2 }, { ageYears: 75, sex: 'male' }, combination);
    expect(probability).toEqual({
      kind: 'fitted',
      value: expect.closeTo(logistic(-0.1), 12) as number,
      lower: expect.closeTo(logistic(-0.1 - 1.959963984540054 * 0.3), 12) as number,
      upper: expect.closeTo(logistic(-0.1 + 1.959963984540054 * 0.3), 12) as number,
      // -2 + 0.4 + 0.1 - 0.6
      ageSexValue: expect.closeTo(logistic(-2.1), 12) as number,
      fittedOn: '500 simulated people',
    });
  });

  it('with one view takes the variant of that view', () => {
    // Age 65 is 0: logit = -1 + 2 x 0.75 = 0.5.
    const probability = groupProbability({ lateral: 0.75 }, { ageYears: 65, sex: 'female' }, combination);
    expect(probability).toMatchObject({ kind: 'fitted', value: expect.closeTo(logistic(0.5), 12) as number });
  });

  it.each([
    ['age', { ageYears: undefined, sex: 'female' }],
    ['sex', { ageYears: 70, sex: undefined }],
  ] as const)('is absent when the %s is not known', (_what, person) => {
    expect(groupProbability({ ap: 1 }, person, combination)).toEqual({
      kind: 'absent',
      reason: 'age-or-sex-unknown',
    });
  });
});
