import { calibrationOf } from '../../../src/core/statistics/calibration.ts';
import { fitLogistic } from '../../../src/core/statistics/logistic-regression.ts';
import { estimated } from './estimated.ts';

const group = (x: number, positives: number, negatives: number) => [
  ...Array.from({ length: positives }, () => ({ terms: [1, x], positive: true })),
  ...Array.from({ length: negatives }, () => ({ terms: [1, x], positive: false })),
];

test('a two-by-two table has the log odds as intercept and the log odds ratio as slope', () => {
  const fit = fitLogistic([...group(1, 3, 1), ...group(0, 1, 3)]);
  if (fit.kind === 'not-estimable') throw new Error(fit.reason);
  expect(fit.coefficients[0]).toBeCloseTo(Math.log(1 / 3), 8);
  expect(fit.coefficients[1]).toBeCloseTo(Math.log(9), 8);
  expect(fit.covariance[0]![0]).toBeCloseTo(1 + 1 / 3, 6);
  expect(fit.covariance[1]![1]).toBeCloseTo(1 / 3 + 1 + 1 + 1 / 3, 6);
  // 6 ln(3/4) + 2 ln(1/4)
  expect(fit.logLikelihood).toBeCloseTo(6 * Math.log(0.75) + 2 * Math.log(0.25), 10);
});

test.each([
  ['complete separation', [...group(1, 4, 0), ...group(0, 0, 4)], /separate/],
  ['quasi-complete separation', [...group(1, 4, 0), ...group(0, 3, 4)], /separate/],
  ['one class only', group(1, 4, 0), /same outcome/],
  ['a term that never changes', group(1, 3, 2), /independently/],
])('%s is said, not estimated', (_, cases, reason) => {
  const fit = fitLogistic(cases);
  expect(fit.kind === 'not-estimable' && fit.reason).toMatch(reason);
});

test('predictions that come true have slope 1, intercept 0 and the Brier score of their spread', () => {
  const predictions = [
    ...group(0.25, 1, 3).map((c) => ({ probability: 0.25, positive: c.positive })),
    ...group(0.75, 3, 1).map((c) => ({ probability: 0.75, positive: c.positive })),
  ];
  const calibration = calibrationOf(predictions, { bins: 2 });
  expect(estimated(calibration.slope).value).toBeCloseTo(1, 8);
  expect(estimated(calibration.intercept).value).toBeCloseTo(0, 8);
  // each four: 1 * 0.75^2 + 3 * 0.25^2 = 0.75; 1.5 / 8
  expect(calibration.brier).toBeCloseTo(0.1875, 12);
  expect(calibration.observedOverExpected).toBeCloseTo(1, 12);
  expect(calibration.bins.map((b) => [b.meanPredicted, estimated(b.observed).value, b.cases])).toEqual([
    [0.25, 0.25, 4],
    [0.75, 0.75, 4],
  ]);
});

test('predictions twice too extreme have slope one half', () => {
  // truth 1/4 and 3/4; predicted odds squared: 1/10 and 9/10
  const predictions = [
    ...group(0, 1, 3).map((c) => ({ probability: 0.1, positive: c.positive })),
    ...group(0, 3, 1).map((c) => ({ probability: 0.9, positive: c.positive })),
  ];
  expect(estimated(calibrationOf(predictions).slope).value).toBeCloseTo(0.5, 8);
});
