import type { GroupProbability, ImageOutcome, NoProbability } from '../evidence/image-evidence.ts';
import type { View } from '../film/film.ts';
import type { ScoreCuts, TrainingStatement } from './manifest.ts';

export type CombinationTerm = 'intercept' | 'scoreAp' | 'scoreLateral' | 'age' | 'ageSquared' | 'male';

/** logit P(lumbar T <= -2.5) = terms . coefficients, with the covariance of the coefficients. */
export interface LogitFit {
  readonly terms: readonly CombinationTerm[];
  readonly coefficients: readonly number[];
  readonly covariance: readonly (readonly number[])[];
}

export interface CombinationVariant extends LogitFit {
  /** Film-only score, without age and sex: decides flagged, uncertain or not flagged. */
  readonly film: {
    readonly weights: { readonly ap?: number; readonly lateral?: number; readonly intercept: number };
    readonly cuts: ScoreCuts;
  };
}

/** models/combination.json: how the views of one study are read together, fitted with the models it names. */
export interface Combination {
  readonly schemaVersion: 1;
  readonly trainingData: TrainingStatement;
  /** SHA-256 of the ONNX files whose scores were fitted. */
  readonly modelVersionsOf: Readonly<Record<View, string>>;
  readonly ageCentreYears: number;
  readonly ageScaleYears: number;
  readonly variants: Readonly<Record<'both' | View, CombinationVariant>>;
  readonly ageSexOnly: LogitFit;
}

/** Calibrated scores of the views that were readable: at least one. */
export type ViewScores =
  | { readonly ap: number; readonly lateral: number }
  | { readonly ap: number; readonly lateral?: undefined }
  | { readonly ap?: undefined; readonly lateral: number };

export interface Person {
  readonly ageYears: number | undefined;
  readonly sex: 'female' | 'male' | undefined;
}

export interface FilmsTogether {
  readonly filmScore: number;
  readonly flaggedAtOrAbove: number;
  readonly uncertainAtOrAbove: number;
  readonly outcome: ImageOutcome;
}

export function outcomeOf(score: number, cuts: ScoreCuts): ImageOutcome {
  if (score >= cuts.flaggedAtOrAbove) return 'flagged';
  return score >= cuts.uncertainAtOrAbove ? 'uncertain' : 'not-flagged';
}

/** The film-only score of one study: the variant of the views that were readable decides, so that scores compare. */
export function combineFilms(scores: ViewScores, combination: Combination): FilmsTogether {
  const { weights, cuts } = variantFor(scores, combination).film;
  const filmScore =
    weights.intercept + (weights.ap ?? 0) * (scores.ap ?? 0) + (weights.lateral ?? 0) * (scores.lateral ?? 0);
  return { filmScore, ...cutValues(cuts), outcome: outcomeOf(filmScore, cuts) };
}

/**
 * Films together when no combination was fitted with these models: each view is judged by the cuts of its own
 * manifest and the view furthest above its flag cut speaks.
 */
export function combineByOwnCuts(
  scores: ViewScores,
  cutsOf: Readonly<Record<View, ScoreCuts>>,
): FilmsTogether {
  const judged = (['ap', 'lateral'] as const).flatMap((view) => {
    const score = scores[view];
    return score === undefined ? [] : [{ score, cuts: cutsOf[view] }];
  });
  const rank: Record<ImageOutcome, number> = { flagged: 2, uncertain: 1, 'not-flagged': 0 };
  const strongest = judged.reduce((best, next) => {
    const byOutcome = rank[outcomeOf(next.score, next.cuts)] - rank[outcomeOf(best.score, best.cuts)];
    const byMargin = next.score - next.cuts.flaggedAtOrAbove - (best.score - best.cuts.flaggedAtOrAbove);
    return byOutcome > 0 || (byOutcome === 0 && byMargin > 0) ? next : best;
  });
  return {
    filmScore: strongest.score,
    ...cutValues(strongest.cuts),
    outcome: outcomeOf(strongest.score, strongest.cuts),
  };
}

/**
 * Fitted group probability of lumbar T <= -2.5 with its 95 % interval by the delta method on the logit scale
 * (variance x' S x of the linear predictor, transformed back), or why there is none.
 */
export function groupProbability(
  scores: ViewScores,
  person: Person,
  combination: Combination,
): GroupProbability | NoProbability {
  if (person.ageYears === undefined || person.sex === undefined)
    return { kind: 'absent', reason: 'age-or-sex-unknown' };
  const variant = variantFor(scores, combination);
  const age = (person.ageYears - combination.ageCentreYears) / combination.ageScaleYears;
  const valueOf: Record<CombinationTerm, number> = {
    intercept: 1,
    scoreAp: scores.ap ?? 0,
    scoreLateral: scores.lateral ?? 0,
    age,
    ageSquared: age * age,
    male: person.sex === 'male' ? 1 : 0,
  };
  const logit = linearPredictor(variant, valueOf);
  const halfWidth = NORMAL_975 * Math.sqrt(Math.max(0, varianceOf(variant, valueOf)));
  return {
    kind: 'fitted',
    value: logistic(logit),
    lower: logistic(logit - halfWidth),
    upper: logistic(logit + halfWidth),
    ageSexValue: logistic(linearPredictor(combination.ageSexOnly, valueOf)),
    fittedOn: peopleOf(combination.trainingData),
  };
}

const peopleOf = ({ kind, patients }: TrainingStatement): string =>
  kind === 'simulated' ? `${patients} simulated people` : `${patients} people`;

/** 97.5 % point of the standard normal distribution. */
const NORMAL_975 = 1.959963984540054;

function variantFor(scores: ViewScores, combination: Combination): CombinationVariant {
  if (scores.ap !== undefined && scores.lateral !== undefined) return combination.variants.both;
  return scores.ap !== undefined ? combination.variants.ap : combination.variants.lateral;
}

function cutValues(cuts: ScoreCuts): ScoreCuts {
  return { flaggedAtOrAbove: cuts.flaggedAtOrAbove, uncertainAtOrAbove: cuts.uncertainAtOrAbove };
}

function linearPredictor(fit: LogitFit, valueOf: Record<CombinationTerm, number>): number {
  return fit.terms.reduce((sum, term, i) => sum + (fit.coefficients[i] ?? 0) * valueOf[term], 0);
}

function varianceOf(fit: LogitFit, valueOf: Record<CombinationTerm, number>): number {
  const x = fit.terms.map((term) => valueOf[term]);
  return x.reduce(
    (sum, xi, i) => sum + x.reduce((row, xj, j) => row + xi * xj * (fit.covariance[i]?.[j] ?? 0), 0),
    0,
  );
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
