import { studentTwoSidedP } from '../distributions.ts';
import { notEstimable, type NotEstimable } from '../estimate.ts';
import { logOddsRatios } from './odds-ratio.ts';
import type { StudyTable } from './study-table.ts';

/** Deeks' funnel plot asymmetry test. */
export interface FunnelTest {
  readonly kind: 'estimated';
  /** Of ln DOR on 1 / sqrt(ESS); away from 0 small studies differ from large ones. */
  readonly slope: number;
  readonly standardError: number;
  readonly t: number;
  readonly p: number;
  readonly points: readonly { readonly inverseRootEss: number; readonly logOddsRatio: number }[];
}

/**
 * Deeks, Macaskill and Irwig 2005: weighted regression of ln DOR on 1 / sqrt(ESS), weights ESS, ESS = 4 n1 n2 / (n1 +
 * n2); t on k - 2 degrees of freedom.
 */
export function deeksTest(studies: readonly StudyTable[]): FunnelTest | NotEstimable {
  if (studies.length < 3)
    return notEstimable(`${studies.length} studies: a line through fewer than 3 says nothing`);
  const y = logOddsRatios(studies).map((e) => e.value);
  const weights = studies.map((s) => {
    const [n1, n2] = [s.truePositives + s.falseNegatives, s.falsePositives + s.trueNegatives];
    return (4 * n1 * n2) / (n1 + n2);
  });
  const x = weights.map((ess) => 1 / Math.sqrt(ess));
  const total = sum(weights);
  const meanX = sum(x.map((v, i) => weights[i]! * v)) / total;
  const meanY = sum(y.map((v, i) => weights[i]! * v)) / total;
  const sxx = sum(x.map((v, i) => weights[i]! * (v - meanX) ** 2));
  if (sxx < 1e-12) return notEstimable('all studies have the same effective size');
  const slope = sum(x.map((v, i) => weights[i]! * (v - meanX) * (y[i]! - meanY))) / sxx;
  const residual = sum(y.map((v, i) => weights[i]! * (v - meanY - slope * (x[i]! - meanX)) ** 2));
  const standardError = Math.sqrt(residual / (studies.length - 2) / sxx);
  if (standardError < 1e-12)
    return notEstimable('the studies lie on one line: there is no spread to judge by');
  const t = slope / standardError;
  return {
    kind: 'estimated',
    slope,
    standardError,
    t,
    p: studentTwoSidedP(t, studies.length - 2),
    points: x.map((v, i) => ({ inverseRootEss: v, logOddsRatio: y[i]! })),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, v) => total + v, 0);
}
