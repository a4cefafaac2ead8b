import { oddsOf } from '../../../src/core/statistics/odds.ts';
import { predictiveValuesAt } from '../../../src/core/statistics/predictive-values.ts';
import { estimated } from './estimated.ts';

/** The lateral network of Boonrod et al. 2025 at its threshold (reconstructed table). */
const lateral = { truePositives: 189, falseNegatives: 27, falsePositives: 165, trueNegatives: 637 };

test('likelihood ratios and the odds ratio of the lateral table', () => {
  const odds = oddsOf(lateral);
  // (189 / 216) / (165 / 802) = 4.2530; var ln = 1/189 - 1/216 + 1/165 - 1/802 = 0.0054751, half width 0.145026
  expect(estimated(odds.likelihoodRatioPositive).value).toBeCloseTo(4.25303, 5);
  expect(estimated(odds.likelihoodRatioPositive).lower).toBeCloseTo(4.25303 * Math.exp(-0.145026), 4);
  expect(estimated(odds.likelihoodRatioPositive).upper).toBeCloseTo(4.25303 * Math.exp(0.145026), 4);
  // (27 / 216) / (637 / 802)
  expect(estimated(odds.likelihoodRatioNegative).value).toBeCloseTo(0.157378, 6);
  // 189 * 637 / (165 * 27); var ln = 1/189 + 1/27 + 1/165 + 1/637 = 0.0499585, half width 0.438078
  expect(estimated(odds.diagnosticOddsRatio).value).toBeCloseTo(27.0242, 4);
  expect(estimated(odds.diagnosticOddsRatio).lower).toBeCloseTo(27.0242 * Math.exp(-0.438078), 3);
  expect(odds.corrected).toBe(false);
});

test('a zero cell adds one half to all cells and says so', () => {
  const odds = oddsOf({ truePositives: 5, falseNegatives: 0, falsePositives: 2, trueNegatives: 8 });
  expect(odds.corrected).toBe(true);
  expect(estimated(odds.diagnosticOddsRatio).value).toBeCloseTo((5.5 * 8.5) / (2.5 * 0.5), 12);
});

test('one class only gives no ratio', () => {
  const odds = oddsOf({ truePositives: 5, falseNegatives: 2, falsePositives: 0, trueNegatives: 0 });
  expect(odds.diagnosticOddsRatio.kind).toBe('not-estimable');
});

test('at 10 % prevalence the lateral PPV is 0.32, not that of the sample', () => {
  const values = predictiveValuesAt(lateral, 0.1);
  // odds 4.25303 / 9 = 0.472559
  expect(estimated(values.positive).value).toBeCloseTo(0.32091, 5);
  // 1 / (1 + 0.157378 / 9)
  expect(estimated(values.negative).value).toBeCloseTo(0.982814, 5);
});

test("at the sample's own prevalence PPV and NPV are the plain shares", () => {
  const values = predictiveValuesAt(lateral, 216 / 1018);
  expect(estimated(values.positive).value).toBeCloseTo(189 / 354, 12);
  expect(estimated(values.negative).value).toBeCloseTo(637 / 664, 12);
});
