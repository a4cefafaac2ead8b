import { fitBivariate } from '../../../../src/core/statistics/pooling/bivariate-reml.ts';
import { hsrocParameters } from '../../../../src/core/statistics/pooling/hsroc.ts';
import { srocArea, srocAreaOnGrid } from '../../../../src/core/statistics/pooling/sroc.ts';
import { expit } from '../../../../src/core/statistics/logit.ts';
import { auditC } from './audit-c.ts';

/** Expected figures: `mada::reitsma` 0.5.12 on AuditC; 1e-6 is the promised tolerance. */
const within = (actual: number, expected: number, tolerance = 1e-6) =>
  expect(Math.abs(actual - expected)).toBeLessThan(tolerance);

function fitted() {
  const fit = fitBivariate(auditC);
  if (fit.kind === 'not-estimable') throw new Error(fit.reason);
  const mean = [fit.coefficients[0]!, fit.coefficients[1]!] as const;
  return { fit, mean, hsroc: hsrocParameters(mean, fit.between) };
}

test('the approximate bivariate model reproduces mada on AuditC', () => {
  const { fit, mean } = fitted();
  within(mean[0], 2.09974225);
  within(mean[1], -1.26369094);
  within(fit.between.sdSensitivity, 1.175, 5e-4);
  within(fit.between.sdFalsePositiveRate, 0.638, 5e-4);
  within(fit.between.correlation, 0.854, 5e-4);
  within(fit.logLikelihood, 31.563960673);
});

test('the summary point has the published intervals', () => {
  const { fit, mean } = fitted();
  const limits = (i: 0 | 1) => {
    const half = 1.959964 * Math.sqrt(fit.covariance[i]![i]!);
    return [expit(mean[i] - half), expit(mean[i]), expit(mean[i] + half)];
  };
  [0.808, 0.891, 0.941].forEach((expected, i) => within(limits(0)[i]!, expected, 5e-4));
  [0.167, 0.22, 0.285].forEach((expected, i) => within(limits(1)[i]!, expected, 5e-4));
});

test('HSROC parameters and areas reproduce mada', () => {
  const { hsroc } = fitted();
  within(hsroc.theta, -0.083379254875);
  within(hsroc.lambda, 3.262132642713);
  within(hsroc.beta, -0.610105993194);
  within(srocAreaOnGrid(hsroc), 0.886679347847);
  const rates = auditC.map((s) => s.falsePositives / (s.falsePositives + s.trueNegatives));
  within(srocAreaOnGrid(hsroc, Math.min(...rates), Math.max(...rates)), 0.861191557507);
  within(srocArea(hsroc), 0.8879007);
});

test('the order of the studies does not matter', () => {
  const { fit } = fitted();
  const turned = fitBivariate([...auditC].reverse());
  expect(turned.kind === 'fitted' && turned.logLikelihood).toBeCloseTo(fit.logLikelihood, 8);
});

test('three studies are too few, and the reason names the count', () => {
  const few = fitBivariate(auditC.slice(0, 3));
  expect(few.kind === 'not-estimable' && few.reason).toMatch(/^3 studies/);
});

test('studies without spread have a variance of zero, not a failure', () => {
  const same = Array.from({ length: 5 }, (_, i) => ({ ...auditC[0]!, name: `copy ${i}` }));
  const fit = fitBivariate(same);
  if (fit.kind === 'not-estimable') throw new Error(fit.reason);
  expect(fit.between.sdSensitivity).toBeLessThan(1e-3);
  expect(expit(fit.coefficients[0]!)).toBeCloseTo(47 / 56, 6);
});

test.each([
  ['the same study twice', [auditC[0]!, auditC[0]!], /given twice/],
  ['nobody with the condition', [{ ...auditC[0]!, truePositives: 0, falseNegatives: 0 }], /nobody with/],
  ['half a person', [{ ...auditC[0]!, truePositives: 0.5 }], /whole numbers/],
])('%s is refused', (_, studies, message) => {
  expect(() => fitBivariate(studies)).toThrow(message);
});
