import { normalCritical } from '../statistics/distributions.ts';
import {
  CONFIDENCE_LEVEL,
  estimate,
  notEstimable,
  type Estimate,
  type NotEstimable,
} from '../statistics/estimate.ts';
import { expit } from '../statistics/logit.ts';
import type { Matrix } from '../statistics/matrix.ts';
import { fitBinomialBivariate, inFalsePositiveCoordinates } from '../statistics/pooling/bivariate-glmm.ts';
import { fitBivariate, type BetweenStudies } from '../statistics/pooling/bivariate-reml.ts';
import { deeksTest, type FunnelTest } from '../statistics/pooling/deeks.ts';
import { hsrocParameters, type HsrocParameters } from '../statistics/pooling/hsroc.ts';
import { metaRegression, type MetaRegression } from '../statistics/pooling/meta-regression.ts';
import {
  marginalHeterogeneity,
  poolOddsRatios,
  type RandomEffectsPool,
} from '../statistics/pooling/odds-ratio.ts';
import { confidenceRegion, predictionRegion, type RocPlanePoint } from '../statistics/pooling/regions.ts';
import { srocArea, srocAreaOnGrid } from '../statistics/pooling/sroc.ts';
import { checkStudyTables, hasZeroCell, type StudyTable } from '../statistics/pooling/study-table.ts';

/** A site's table with the group that it belongs to, for subgroup analysis. */
export interface SiteTable extends StudyTable {
  readonly subgroup: string | undefined;
}

/** One bivariate model, summarised. The two models differ and each figure names its model. */
export interface PooledModel {
  readonly kind: 'pooled';
  readonly model: string;
  readonly sensitivity: Estimate | NotEstimable;
  readonly specificity: Estimate | NotEstimable;
  readonly between: BetweenStudies;
  readonly logLikelihood: number;
  readonly hsroc: HsrocParameters;
  /** Exact integral of the SROC curve over all false positive rates. */
  readonly areaIntegral: number;
  /** As the R package mada prints it: over a grid of 99 false positive rates. */
  readonly areaOnGrid: number;
  readonly confidenceRegion: readonly RocPlanePoint[];
  readonly predictionRegion: readonly RocPlanePoint[];
}

export interface PooledSubgroup {
  readonly name: string;
  readonly studies: number;
  readonly pooled: PooledModel | NotEstimable;
}

export interface PoolReport {
  readonly studies: readonly SiteTable[];
  readonly people: 'real' | 'simulated';
  readonly zeroCells: boolean;
  readonly approximate: PooledModel | NotEstimable;
  readonly exact: PooledModel | NotEstimable;
  readonly oddsRatio: RandomEffectsPool | NotEstimable;
  readonly heterogeneity: ReturnType<typeof marginalHeterogeneity>;
  readonly funnel: FunnelTest | NotEstimable;
  readonly subgroups: readonly PooledSubgroup[];
  readonly subgroupTest: MetaRegression | NotEstimable;
}

export const APPROXIMATE = 'approximate bivariate model (Reitsma, REML, as R mada)';
export const EXACT = 'exact binomial bivariate model (ML, 15-point adaptive quadrature, as Stata metandi)';

/** Throws TrabeculaError "bad-input-file" for impossible tables or two sites of one name. */
export function poolSites(studies: readonly SiteTable[], people: 'real' | 'simulated'): PoolReport {
  checkStudyTables(studies);
  return {
    studies,
    people,
    zeroCells: studies.some(hasZeroCell),
    approximate: poolApproximate(studies),
    exact: poolExact(studies),
    oddsRatio: poolOddsRatios(studies),
    heterogeneity: marginalHeterogeneity(studies),
    funnel: deeksTest(studies),
    ...subgroupsOf(studies),
  };
}

function poolApproximate(studies: readonly StudyTable[]): PooledModel | NotEstimable {
  const fit = fitBivariate(studies);
  if (fit.kind === 'not-estimable') return fit;
  const mean = [fit.coefficients[0]!, fit.coefficients[1]!] as const;
  return summarise(APPROXIMATE, mean, fit.covariance, fit.between, fit.logLikelihood, studies.length);
}

function poolExact(studies: readonly StudyTable[]): PooledModel | NotEstimable {
  const fit = fitBinomialBivariate(studies);
  if (fit.kind === 'not-estimable') return fit;
  const { mean, between } = inFalsePositiveCoordinates(fit);
  // Covariance of (logit sens, logit FPR): the sign of the off-diagonal turns with logit spec.
  const covariance =
    'kind' in fit.covariance
      ? fit.covariance
      : [
          [fit.covariance[0]![0]!, -fit.covariance[0]![1]!],
          [-fit.covariance[1]![0]!, fit.covariance[1]![1]!],
        ];
  return summarise(EXACT, mean, covariance, between, fit.logLikelihood, studies.length);
}

function summarise(
  model: string,
  mean: readonly [number, number],
  covariance: Matrix | NotEstimable,
  between: BetweenStudies,
  logLikelihood: number,
  studies: number,
): PooledModel {
  const hsroc = hsrocParameters(mean, between);
  const z = normalCritical(CONFIDENCE_LEVEL);
  const limits = (logit: number, index: 0 | 1, sign: 1 | -1) => {
    if ('kind' in covariance) return covariance;
    const half = z * Math.sqrt(covariance[index]![index]!);
    const at = sign * logit;
    return estimate(expit(at), expit(at - half), expit(at + half));
  };
  const known = 'kind' in covariance ? undefined : covariance;
  return {
    kind: 'pooled',
    model,
    sensitivity: limits(mean[0], 0, 1),
    specificity: limits(mean[1], 1, -1),
    between,
    logLikelihood,
    hsroc,
    areaIntegral: srocArea(hsroc),
    areaOnGrid: srocAreaOnGrid(hsroc),
    confidenceRegion: known === undefined ? [] : confidenceRegion(mean, known, studies),
    predictionRegion: known === undefined ? [] : predictionRegion(mean, known, between, studies),
  };
}

function subgroupsOf(studies: readonly SiteTable[]): Pick<PoolReport, 'subgroups' | 'subgroupTest'> {
  const names = [...new Set(studies.map((s) => s.subgroup))];
  if (names.length < 2 || names.includes(undefined))
    return { subgroups: [], subgroupTest: notEstimable('the sites are not told apart by a subgroup') };
  const subgroups = names.map((name) => {
    const members = studies.filter((s) => s.subgroup === name);
    return { name: name!, studies: members.length, pooled: poolApproximate(members) };
  });
  const subgroupTest =
    names.length === 2
      ? metaRegression(
          studies,
          studies.map((s) => (s.subgroup === names[0] ? 0 : 1)),
        )
      : notEstimable('the test compares two subgroups; there are more');
  return { subgroups, subgroupTest };
}
