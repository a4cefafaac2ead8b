import { metaRegression } from '../../../../src/core/statistics/pooling/meta-regression.ts';
import { confidenceRegion, predictionRegion } from '../../../../src/core/statistics/pooling/regions.ts';
import type { StudyTable } from '../../../../src/core/statistics/pooling/study-table.ts';
import { auditC } from './audit-c.ts';

const half = auditC.map((_, i) => (i < 7 ? 0 : 1));

function regression(covariate: readonly number[]) {
  const result = metaRegression(auditC, covariate);
  if (result.kind === 'not-estimable') throw new Error(result.reason);
  return result;
}

test('doubling a covariate halves its slopes and leaves the test alone', () => {
  const one = regression(half);
  const two = regression(half.map((x) => 2 * x + 5));
  expect(two.onSensitivity.value).toBeCloseTo(one.onSensitivity.value / 2, 5);
  expect(two.onFalsePositiveRate.upper).toBeCloseTo(one.onFalsePositiveRate.upper / 2, 5);
  expect(two.p).toBeCloseTo(one.p, 5);
});

test('a covariate that is the false positive rate itself explains it', () => {
  const rate = auditC.map((s) => Math.log(s.falsePositives / s.trueNegatives));
  const { onFalsePositiveRate, p } = regression(rate);
  // regressing a quantity on itself has slope 1 (0.5 was added to the cells, so nearly)
  expect(onFalsePositiveRate.value).toBeCloseTo(1, 1);
  expect(p).toBeLessThan(0.001);
});

test('slope, its interval and the likelihood ratio are those derived by hand where all studies weigh the same', () => {
  // 80 against 20 or 20 against 80: every logit is a or -a with a = ln 4, every within-study variance 1/80 + 1/20, so
  // generalised least squares is least squares. The signs are chosen so that both outcomes are uncorrelated.
  let number = 0;
  const of = (sensitivity: 1 | -1, falsePositiveRate: 1 | -1): StudyTable => ({
    name: `study ${(number += 1)}`,
    truePositives: sensitivity === 1 ? 80 : 20,
    falseNegatives: sensitivity === 1 ? 20 : 80,
    falsePositives: falsePositiveRate === 1 ? 80 : 20,
    trueNegatives: falsePositiveRate === 1 ? 20 : 80,
  });
  const studies = [of(1, 1), of(1, -1), of(-1, 1), of(1, 1), of(-1, 1), of(-1, -1)];
  const result = metaRegression(studies, [0, 0, 0, 1, 1, 1]);
  if (result.kind === 'not-estimable') throw new Error(result.reason);
  const a = Math.log(4);
  // sensitivity: group means a/3 and -a/3. FPR: both a/3
  expect(result.onSensitivity.value).toBeCloseTo((-2 * a) / 3, 4);
  expect(result.onFalsePositiveRate.value).toBeCloseTo(0, 4);
  // residual sum of squares 2 * 8 a^2/3 on 4 degrees of freedom: variance 4 a^2/3, of a difference of two means of three 8 a^2/9
  const half = 1.959964 * a * Math.sqrt(8 / 9);
  expect(result.onSensitivity.upper - result.onSensitivity.value).toBeCloseTo(half, 3);
  expect(result.onFalsePositiveRate.upper - result.onFalsePositiveRate.value).toBeCloseTo(half, 3);
  // total variances a^2 and 8 a^2/9 without the covariate, 8 a^2/9 twice with it: 6 ln(9/8), and p = (8/9)^3
  expect(result.likelihoodRatio).toBeCloseTo(6 * Math.log(9 / 8), 4);
  expect(result.p).toBeCloseTo((8 / 9) ** 3, 4);
});

test('too few studies or a constant covariate give no regression', () => {
  expect(metaRegression(auditC.slice(0, 5), [0, 0, 1, 1, 1]).kind).toBe('not-estimable');
  expect(
    metaRegression(
      auditC,
      auditC.map(() => 1),
    ).kind,
  ).toBe('not-estimable');
});

test('the confidence ellipse has the F radius of Harbord', () => {
  // logits 0, unit covariance, 14 studies: radius sqrt(2 * 3.885294) = 2.787577 on the first axis
  const region = confidenceRegion(
    [0, 0],
    [
      [1, 0],
      [0, 1],
    ],
    14,
  );
  expect(region[0]!.sensitivity).toBeCloseTo(1 / (1 + Math.exp(-2.787577)), 5);
  expect(region[0]!.falsePositiveRate).toBeCloseTo(0.5, 12);
});

test('the prediction region adds the spread between studies', () => {
  const between = { sdSensitivity: Math.sqrt(3), sdFalsePositiveRate: 0, correlation: 0 };
  const region = predictionRegion(
    [0, 0],
    [
      [1, 0],
      [0, 1],
    ],
    between,
    14,
  );
  // variance 1 + 3: twice the radius
  expect(region[0]!.sensitivity).toBeCloseTo(1 / (1 + Math.exp(-2 * 2.787577)), 5);
});
