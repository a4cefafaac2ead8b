import type { CombinationTerm, LogitFit } from '../model/combination.ts';
import { auc, type Auc } from '../statistics/auc.ts';
import { calibrationOf, type Calibration } from '../statistics/calibration.ts';
import { notEstimable, type NotEstimable } from '../statistics/estimate.ts';
import { fitLogistic } from '../statistics/logistic-regression.ts';
import { expit } from '../statistics/logit.ts';
import { dot } from '../statistics/matrix.ts';
import { hasCondition } from './target.ts';
import type { ValidationCase } from './validation-case.ts';

export type FitVariant = 'both' | 'ap' | 'lateral' | 'ageSexOnly';

/** The site's own update logit P(lumbar T <= -2.5) = a + b score + f(age, sex), fitted on its DXA-labelled people. */
export interface SiteFit extends LogitFit {
  readonly kind: 'fitted';
  readonly people: number;
  readonly withCondition: number;
  /** Each person predicted by a fit on the other nine tenths: what a new person may expect. */
  readonly crossValidated: { readonly calibration: Calibration; readonly auc: Auc | NotEstimable };
}

const TERMS: Readonly<Record<FitVariant, readonly CombinationTerm[]>> = {
  both: ['intercept', 'scoreAp', 'scoreLateral', 'age', 'ageSquared', 'male'],
  ap: ['intercept', 'scoreAp', 'age', 'ageSquared', 'male'],
  lateral: ['intercept', 'scoreLateral', 'age', 'ageSquared', 'male'],
  ageSexOnly: ['intercept', 'age', 'ageSquared', 'male'],
};

/** Ten events a coefficient (Peduzzi et al. 1996), counting the rarer outcome. */
const EVENTS_PER_TERM = 10;
const FOLDS = 10;

/** How age enters: (years - centre) / scale, as in the shipped combination. */
export interface AgeScale {
  readonly ageCentreYears: number;
  readonly ageScaleYears: number;
}

interface Row {
  readonly terms: readonly number[];
  readonly positive: boolean;
}

/** Fits one variant on the people who have its scores, age and sex. */
export function fitSite(
  variant: FitVariant,
  cases: readonly ValidationCase[],
  scale: AgeScale,
): SiteFit | NotEstimable {
  const { kept, rows } = designRows(variant, cases, scale);
  const events = rows.filter((r) => r.positive).length;
  const rarer = Math.min(events, rows.length - events);
  const needed = EVENTS_PER_TERM * (kept.length - 1);
  if (rarer < needed)
    return notEstimable(
      `needs at least ${needed} people with and without the condition; the rarer group has ${rarer}`,
    );
  const fit = fitLogistic(rows);
  if (fit.kind === 'not-estimable') return fit;
  const crossValidated = crossValidate(rows);
  if (crossValidated.kind === 'not-estimable') return crossValidated;
  return {
    kind: 'fitted',
    terms: kept,
    coefficients: fit.coefficients,
    covariance: fit.covariance,
    people: rows.length,
    withCondition: events,
    crossValidated: {
      calibration: calibrationOf(crossValidated.predictions),
      auc: auc(crossValidated.predictions.map((p) => ({ score: p.probability, positive: p.positive }))),
    },
  };
}

/** Rows of the people who have every term. "male" is left out where all have one sex: it would be a second intercept. */
function designRows(
  variant: FitVariant,
  cases: readonly ValidationCase[],
  { ageCentreYears, ageScaleYears }: AgeScale,
): { readonly kept: readonly CombinationTerm[]; readonly rows: readonly Row[] } {
  const usable = cases.flatMap((c) => {
    const positive = hasCondition('spine', c);
    if (positive === undefined || c.ageYears === undefined || c.sex === undefined) return [];
    const age = (c.ageYears - ageCentreYears) / ageScaleYears;
    const valueOf: Record<CombinationTerm, number | undefined> = {
      intercept: 1,
      scoreAp: c.scores.ap,
      scoreLateral: c.scores.lateral,
      age,
      ageSquared: age * age,
      male: c.sex === 'male' ? 1 : 0,
    };
    return TERMS[variant].every((term) => valueOf[term] !== undefined) ? [{ valueOf, positive }] : [];
  });
  const bothSexes = new Set(usable.map((u) => u.valueOf.male)).size > 1;
  const kept = TERMS[variant].filter((term) => term !== 'male' || bothSexes);
  return {
    kept,
    rows: usable.map(({ valueOf, positive }) => ({ terms: kept.map((term) => valueOf[term]!), positive })),
  };
}

/** Folds are dealt within each outcome in the order of the cases, so that the same cases give the same figures. */
function crossValidate(rows: readonly Row[]) {
  const dealt: Record<'true' | 'false', number> = { true: 0, false: 0 };
  const folds = rows.map((r) => dealt[`${r.positive}`]++ % FOLDS);
  const predictions: { probability: number; positive: boolean }[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const fit = fitLogistic(rows.filter((_, i) => folds[i] !== fold));
    if (fit.kind === 'not-estimable') return fit;
    rows.forEach((row, i) => {
      if (folds[i] === fold)
        predictions.push({
          probability: inside(expit(dot(row.terms, fit.coefficients))),
          positive: row.positive,
        });
    });
  }
  return { kind: 'predicted' as const, predictions };
}

/** A double cannot tell a probability above 1 - 1e-16 from 1, and its logit would be infinite. */
function inside(probability: number): number {
  return Math.min(1 - 1e-12, Math.max(1e-12, probability));
}
