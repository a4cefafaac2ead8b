import fc from 'fast-check';
import { clopperPearson, wilson } from '../../../src/core/statistics/proportion.ts';
import { estimated } from './estimated.ts';

test('Wilson at none of ten reaches z^2 / (n + z^2) = 3.8415 / 13.8415', () => {
  const { value, lower, upper } = estimated(wilson(0, 10));
  expect([value, lower]).toEqual([0, 0]);
  expect(upper).toBeCloseTo(0.277533, 6);
});

test('Wilson at 8 of 10 is the published 0.4902 to 0.9433', () => {
  const { lower, upper } = estimated(wilson(8, 10));
  expect(lower).toBeCloseTo(0.4902, 4);
  expect(upper).toBeCloseTo(0.9433, 4);
});

test('Clopper-Pearson at none of ten ends where 0.975 of samples would show a case: 1 - 0.025^(1/10)', () => {
  const { lower, upper } = estimated(clopperPearson(0, 10));
  expect(lower).toBe(0);
  expect(upper).toBeCloseTo(1 - 0.025 ** 0.1, 12);
});

test("the paper's lateral sensitivity 189 of 216 is 87.5 % and its specificity 637 of 802 is 79.4 %", () => {
  expect(estimated(wilson(189, 216)).value).toBe(0.875);
  expect(estimated(wilson(637, 802)).value).toBeCloseTo(0.794264, 6);
});

test('nobody to count is said, not shown as zero', () => {
  expect(wilson(0, 0).kind).toBe('not-estimable');
  expect(clopperPearson(0, 0).kind).toBe('not-estimable');
  expect(() => wilson(3, 2)).toThrow(TypeError);
});

test('both intervals hold the proportion and mirror each other for the complement', () => {
  const counts = fc
    .tuple(fc.nat(300), fc.integer({ min: 1, max: 300 }))
    .filter(([successes, trials]) => successes <= trials);
  fc.assert(
    fc.property(counts, fc.constantFrom(wilson, clopperPearson), ([successes, trials], interval) => {
      const one = estimated(interval(successes, trials));
      const other = estimated(interval(trials - successes, trials));
      expect(one.lower).toBeLessThanOrEqual(one.value);
      expect(one.upper).toBeGreaterThanOrEqual(one.value);
      expect(other.lower).toBeCloseTo(1 - one.upper, 10);
    }),
  );
});
