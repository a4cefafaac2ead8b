import {
  fitBinomialBivariate,
  inFalsePositiveCoordinates,
} from '../../../../src/core/statistics/pooling/bivariate-glmm.ts';
import { gaussHermite } from '../../../../src/core/statistics/pooling/gauss-hermite.ts';
import { hsrocParameters } from '../../../../src/core/statistics/pooling/hsroc.ts';
import { srocArea, srocAreaOnGrid } from '../../../../src/core/statistics/pooling/sroc.ts';
import { studyLogLikelihood } from '../../../../src/core/statistics/pooling/study-likelihood.ts';
import { auditC } from './audit-c.ts';

const within = (actual: number, expected: number) => expect(Math.abs(actual - expected)).toBeLessThan(1e-4);

test('the exact binomial model reproduces metandi on AuditC with 15 points', () => {
  const fit = fitBinomialBivariate(auditC);
  if (fit.kind === 'not-estimable') throw new Error(fit.reason);
  within(fit.mean[0], 2.511323);
  within(fit.mean[1], 1.276296);
  within(fit.sdSensitivity, 1.616394);
  within(fit.sdSpecificity, 0.617737);
  within(fit.correlation, -0.815396);
  within(fit.logLikelihood, -122.74671);
  const { mean, between } = inFalsePositiveCoordinates(fit);
  const hsroc = hsrocParameters(mean, between);
  within(hsroc.lambda, 3.61704);
  within(hsroc.theta, -0.25602);
  within(hsroc.beta, -0.96189);
  within(srocAreaOnGrid(hsroc), 0.885916);
  within(srocArea(hsroc), 0.887068);
});

test('Gauss-Hermite with 15 points integrates x^2 and x^28 against exp(-x^2) exactly', () => {
  const { nodes, weights } = gaussHermite(15);
  const moment = (power: number) => nodes.reduce((sum, x, i) => sum + weights[i]! * x ** power, 0);
  expect(moment(0)).toBeCloseTo(Math.sqrt(Math.PI), 12);
  expect(moment(2)).toBeCloseTo(Math.sqrt(Math.PI) / 2, 12);
  // Gamma(14.5) = (27!! / 2^14) sqrt(pi) = 213458046676875 / 16384 * sqrt(pi)
  expect(moment(28) / ((213458046676875 / 16384) * Math.sqrt(Math.PI))).toBeCloseTo(1, 9);
});

test('without spread the likelihood of a study is the plain binomial one', () => {
  const study = { name: 'a', truePositives: 3, falseNegatives: 1, falsePositives: 1, trueNegatives: 1 };
  // logits 0: (1/2)^4 (1/2)^2, without the binomial coefficients
  const value = studyLogLikelihood(study, { mean: [0, 0], factor: [0, 0, 0] }, gaussHermite(15));
  expect(value).toBeCloseTo(6 * Math.log(0.5), 10);
});

test('fewer than four studies are not fitted', () => {
  expect(fitBinomialBivariate(auditC.slice(0, 3)).kind).toBe('not-estimable');
});

test('without spread between studies the covariance of the mean is said to be missing, the mean is not', () => {
  const same = Array.from({ length: 4 }, (_, i) => ({ ...auditC[0]!, name: `copy ${i}` }));
  const fit = fitBinomialBivariate(same);
  if (fit.kind === 'not-estimable') throw new Error(fit.reason);
  expect(1 / (1 + Math.exp(-fit.mean[0]))).toBeCloseTo(47 / 56, 4);
});
