import fc from 'fast-check';
import { betaQuantile, betaRatio } from '../../../src/core/statistics/beta-function.ts';
import {
  chiSquareQuantile,
  chiSquareUpper,
  fQuantile,
  normalCritical,
  normalCumulative,
  normalQuantile,
  studentTwoSidedP,
} from '../../../src/core/statistics/distributions.ts';
import { logChoose, logGamma } from '../../../src/core/statistics/gamma-function.ts';

test('ln Gamma is that of factorials and of one half', () => {
  expect(logGamma(6)).toBeCloseTo(Math.log(120), 12); // Gamma(6) = 5!
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
  expect(logChoose(10, 3)).toBeCloseTo(Math.log(120), 11); // 10 * 9 * 8 / 6
});

test('the incomplete beta ratio is the binomial tail', () => {
  // P(Bin(4, 1/2) >= 2) = (6 + 4 + 1) / 16
  expect(betaRatio(0.5, 2, 3)).toBeCloseTo(11 / 16, 14);
});

test('critical values are those of the printed tables', () => {
  expect(normalCritical(0.95)).toBeCloseTo(1.959963984540054, 12);
  expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306167813, 10);
  expect(chiSquareQuantile(0.95, 2)).toBeCloseTo(-2 * Math.log(0.05), 10); // exponential with mean 2
  expect(chiSquareQuantile(0.95, 1)).toBeCloseTo(normalCritical(0.95) ** 2, 10);
  expect(fQuantile(0.95, 2, 12)).toBeCloseTo(3.885294, 6);
  expect(studentTwoSidedP(2.2281388519649385, 10)).toBeCloseTo(0.05, 10);
});

test('quantiles invert their distributions', () => {
  const probability = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  const shape = fc.double({ min: 0.5, max: 60, noNaN: true });
  fc.assert(fc.property(probability, (p) => Math.abs(normalCumulative(normalQuantile(p)) - p) < 1e-12));
  fc.assert(
    fc.property(
      probability,
      shape,
      shape,
      (p, a, b) => Math.abs(betaRatio(betaQuantile(p, a, b), a, b) - p) < 1e-9,
    ),
  );
  fc.assert(
    fc.property(probability, fc.integer({ min: 1, max: 40 }), (p, df) => {
      expect(1 - chiSquareUpper(chiSquareQuantile(p, df), df)).toBeCloseTo(p, 9);
    }),
  );
});
