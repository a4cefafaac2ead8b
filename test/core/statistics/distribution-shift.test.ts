import { kolmogorovSmirnov, populationStability } from '../../../src/core/statistics/distribution-shift.ts';

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

test('PSI of 50/50 against 70/30 by hand, and its alarm limit from the chi-square distribution', () => {
  const shift = populationStability([50, 50], [70, 30], 0.05);
  if (shift.kind === 'not-estimable') throw new Error(shift.reason);
  // shares 50.5/101 = 0.5 and 70.5/101 = 0.698020: 0.198020 * (ln 1.396040 - ln 0.603960)
  expect(shift.statistic).toBeCloseTo(0.165918, 5);
  expect(shift.alarmAbove).toBeCloseTo((1 / 100 + 1 / 100) * 3.841459, 6);
  expect(shift.alarm).toBe(true);
});

test('equal shares raise no alarm, and an empty category stays finite', () => {
  expect(populationStability([50, 50, 0], [50, 50, 0], 0.01)).toMatchObject({
    statistic: 0,
    p: 1,
    alarm: false,
  });
  expect(populationStability([60, 40, 0], [40, 40, 20], 0.01)).toMatchObject({ alarm: true });
});

test('too few to compare is said', () => {
  expect(populationStability([10, 10], [50, 50], 0.01).kind).toBe('not-estimable');
  expect(kolmogorovSmirnov(range(1, 9), range(1, 50), 0.01).kind).toBe('not-estimable');
});

test('Kolmogorov-Smirnov distance of 1..10 and 6..15 is one half, and the limit is where p is the stated rate', () => {
  const shift = kolmogorovSmirnov(range(1, 10), range(6, 15), 0.05);
  if (shift.kind === 'not-estimable') throw new Error(shift.reason);
  expect(shift.statistic).toBeCloseTo(0.5, 12);
  // effective root sqrt(5) = 2.236068, factor 2.405261; t(0.05) = 1.358099
  expect(shift.alarmAbove).toBeCloseTo(1.358099 / 2.405261, 5);
  expect(shift.alarm).toBe(false);
});
