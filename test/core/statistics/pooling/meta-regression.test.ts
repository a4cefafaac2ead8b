import { metaRegression } from '../../../../src/core/statistics/pooling/meta-regression.ts';
import { confidenceRegion, predictionRegion } from '../../../../src/core/statistics/pooling/regions.ts';
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
