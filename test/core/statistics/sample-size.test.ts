import {
  casesForProportion,
  hanleyMcNeilVariance,
  peopleForAccuracy,
  peopleForAuc,
} from '../../../src/core/statistics/sample-size.ts';

test('0.8 to +- 0.05 takes 3.8415 * 0.16 / 0.0025 = 245.9 cases', () => {
  expect(casesForProportion(0.8, 0.05)).toBe(246);
});

test('at a prevalence of one in five the sensitivity decides: 246 / 0.2', () => {
  const size = peopleForAccuracy({ sensitivity: 0.8, specificity: 0.9, prevalence: 0.2 }, 0.05);
  expect(size).toEqual({ people: 1230, withCondition: 246, limitedBy: 'sensitivity' });
});

test('Hanley and McNeil at 0.8 with 50 and 50: (0.16 + 49 * 0.026667 + 49 * 0.071111) / 2500', () => {
  expect(hanleyMcNeilVariance(0.8, 50, 50)).toBeCloseTo(0.00198044, 7);
});

test('people for an AUC are the fewest that reach the width', () => {
  const people = peopleForAuc(0.8, 0.2, 0.05);
  const width = (n: number) => 1.959964 * Math.sqrt(hanleyMcNeilVariance(0.8, n * 0.2, n * 0.8));
  expect(width(people)).toBeLessThanOrEqual(0.05);
  expect(width(people - 1)).toBeGreaterThan(0.05);
});
