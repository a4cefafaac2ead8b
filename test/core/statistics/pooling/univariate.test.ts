import { deeksTest } from '../../../../src/core/statistics/pooling/deeks.ts';
import {
  logOddsRatios,
  marginalHeterogeneity,
  poolEffects,
  poolOddsRatios,
} from '../../../../src/core/statistics/pooling/odds-ratio.ts';
import { auditC } from './audit-c.ts';

test('DerSimonian-Laird odds ratio of AuditC as mada::madauni gives it', () => {
  const pool = poolOddsRatios(auditC);
  if (pool.kind === 'not-estimable') throw new Error(pool.reason);
  expect(pool.effect.value).toBeCloseTo(26.337, 3);
  expect(pool.effect.lower).toBeCloseTo(17.971, 3);
  expect(pool.effect.upper).toBeCloseTo(38.596, 3);
  expect(pool.tauSquared).toBeCloseTo(0.311, 3);
  expect(pool.qAtRandomWeights).toBeCloseTo(19.683, 3);
  expect(pool.degreesOfFreedom).toBe(13);
  expect(100 * pool.iSquaredAtRandomWeights).toBeCloseTo(33.955, 3);
});

test("Cochran's own Q on AuditC is the one that tau squared follows from", () => {
  const pool = poolOddsRatios(auditC);
  if (pool.kind === 'not-estimable') throw new Error(pool.reason);
  const weights = logOddsRatios(auditC).map((e) => 1 / e.variance);
  const total = weights.reduce((sum, w) => sum + w, 0);
  const squares = weights.reduce((sum, w) => sum + w * w, 0);
  // tau2 = (Q - df) / (sum w - sum w^2 / sum w), solved for Q; mada's printed Q of 19.683 would give tau2 = 0.053
  expect(pool.cochranQ).toBeCloseTo(13 + pool.tauSquared * (total - squares / total), 8);
  expect(100 * pool.iSquaredHiggins).toBeCloseTo(75.16, 2);
});

test('two effects 0 and 2 with variance 1 by hand', () => {
  // Q = 1 + 1 = 2, df 1, C = 2 - 2 / 2 = 1: tau2 = 1; weights 1/2 each: mean 1, standard error 1
  const pool = poolEffects([
    { value: 0, variance: 1 },
    { value: 2, variance: 1 },
  ]);
  expect(pool).toMatchObject({ tauSquared: 1, cochranQ: 2, iSquaredHiggins: 0.5 });
  expect(pool.kind === 'pooled' && pool.effect.upper).toBeCloseTo(1 + 1.959964, 6);
});

test('one study is not pooled', () => {
  expect(poolEffects([{ value: 0, variance: 1 }]).kind).toBe('not-estimable');
});

test('marginal heterogeneity names sensitivity and specificity apart', () => {
  const { sensitivity, specificity } = marginalHeterogeneity(auditC);
  expect(sensitivity.kind === 'pooled' && sensitivity.iSquaredHiggins).toBeGreaterThan(0.5);
  expect(specificity.kind === 'pooled' && specificity.iSquaredHiggins).toBeGreaterThan(0.9);
});

const table = (name: string, tp: number, fn: number, fp: number, tn: number) => ({
  name,
  truePositives: tp,
  falseNegatives: fn,
  falsePositives: fp,
  trueNegatives: tn,
});

test("Deeks' slope by hand", () => {
  // ESS 20 twice with DOR 16, ESS 80 with DOR 16 and with DOR 1: line through ln 16 at 0.223607 and ln 4 at 0.111803,
  // slope ln 4 / 0.111803 = 12.3995; residual 2 * 80 (ln 4)^2 = 307.49; sxx = 0.4; se = sqrt(307.49 / 2 / 0.4) = 19.605
  const funnel = deeksTest([
    table('a', 8, 2, 2, 8),
    table('b', 8, 2, 2, 8),
    table('c', 32, 8, 8, 32),
    table('d', 20, 20, 20, 20),
  ]);
  if (funnel.kind === 'not-estimable') throw new Error(funnel.reason);
  expect(funnel.slope).toBeCloseTo(12.3995, 3);
  expect(funnel.standardError).toBeCloseTo(19.6053, 3);
  expect(funnel.p).toBeCloseTo(0.592, 3); // t = 0.63246 on 2 df: 1 - t / sqrt(2 + t^2)
});

test('studies on one line or of one size give no funnel test', () => {
  const same = (n: string, k: number) => table(n, 8 * k, 2 * k, 2 * k, 8 * k);
  expect(deeksTest([same('a', 1), same('b', 2), same('c', 5)]).kind).toBe('not-estimable');
  expect(deeksTest([same('a', 1), same('b', 1), same('c', 1)]).kind).toBe('not-estimable');
});
