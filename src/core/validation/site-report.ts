import type { GroupProbability, NoProbability } from '../evidence/image-evidence.ts';
import type { DxaPositiveBySex, ModelSet } from '../go-live/records.ts';
import type { FilmsTogether, Person, ViewScores } from '../model/combination.ts';
import { TrabeculaError } from '../../errors.ts';
import { calibrationOf, type Calibration } from '../statistics/calibration.ts';
import { notEstimable, type NotEstimable } from '../statistics/estimate.ts';
import { rocCurve, type RocPoint } from '../statistics/roc-curve.ts';
import { peopleForAccuracy, peopleForAuc, type AccuracySampleSize } from '../statistics/sample-size.ts';
import { accuracyOf, type Accuracy } from './accuracy.ts';
import type { Pairing, PairingWindow } from './pair-films.ts';
import { fitSite, type AgeScale, type FitVariant, type SiteFit } from './site-fit.ts';
import { analyseSubgroups, type SubgroupAnalysis, type SubgroupCase } from './subgroups.ts';
import { hasCondition, type Target } from './target.ts';
import type { ValidationCase } from './validation-case.ts';

/** How people came to have a DXA: decides what may be concluded (verification bias). */
export type Verification = 'random-sample' | 'clinical-routine' | 'flagged-only';

/** The score that is judged: each view by itself, and the films of a study together. */
export type ScoreName = 'ap' | 'lateral' | 'together';

export interface ScoreReport {
  readonly score: ScoreName;
  readonly target: Target;
  readonly accuracy: Accuracy | NotEstimable;
  readonly roc: readonly RocPoint[];
  readonly subgroups: readonly SubgroupAnalysis[];
  /** People that would bring each interval to +- 5 points; absent when it is that narrow already. */
  readonly neededForSensitivityAndSpecificity: AccuracySampleSize | undefined;
  readonly neededForAuc: number | undefined;
}

/** A site's own validation of the models that run there. Holds counts and figures, no person. */
export interface SiteReport {
  readonly title: string;
  readonly madeAt: string;
  readonly models: ModelSet;
  readonly modelTraining: 'simulated' | 'clinical';
  /** "simulated" in the sandbox: every figure is then labelled so. */
  readonly patients: 'real' | 'simulated';
  readonly verification: Verification;
  readonly window: PairingWindow;
  /** Where films and DXA results were found, with counts, in words for the flow diagram; no person in it. */
  readonly found: string;
  readonly pairing: Omit<Pairing, 'cases'> & { readonly analysed: number };
  readonly dxaPositive: DxaPositiveBySex;
  readonly scores: readonly ScoreReport[];
  /** Of the probability that the shipped combination gives, against lumbar T <= -2.5. */
  readonly shippedCalibration: Calibration | NotEstimable;
  readonly siteFit: Readonly<Record<FitVariant, SiteFit | NotEstimable>>;
}

/** What the report needs to know of the models, without running them. */
export interface ReadingRules {
  readonly together: (scores: ViewScores) => FilmsTogether;
  readonly probability: (scores: ViewScores, person: Person) => GroupProbability | NoProbability;
  readonly flagCutOf: Readonly<Record<'ap' | 'lateral', number>>;
  readonly ageScale: AgeScale;
}

export type SiteReportSetting = Pick<
  SiteReport,
  'title' | 'madeAt' | 'models' | 'modelTraining' | 'patients' | 'verification' | 'window' | 'found'
>;

const FEWEST_CASES = 10;
const WANTED_HALF_WIDTH = 0.05;

/**
 * Throws TrabeculaError "bad-input-file" when there are fewer than 10 pairs or all are of one class: figures from such
 * a table would look like results.
 */
export function reportSite(pairing: Pairing, rules: ReadingRules, setting: SiteReportSetting): SiteReport {
  const { cases, ...rest } = pairing;
  refuseTooLittle(cases);
  const scores = (['any-site', 'spine'] as const).flatMap((target) =>
    (['together', 'ap', 'lateral'] as const).map((score) =>
      reportScore(score, target, cases, rules, setting.verification),
    ),
  );
  const fit = (variant: FitVariant) =>
    setting.verification === 'flagged-only' ? FLAGGED_ONLY : fitSite(variant, cases, rules.ageScale);
  return {
    ...setting,
    pairing: { ...rest, analysed: cases.length },
    dxaPositive: { women: dxaPositiveOf('female', cases), men: dxaPositiveOf('male', cases) },
    scores,
    shippedCalibration:
      setting.verification === 'flagged-only' ? FLAGGED_ONLY : shippedCalibration(cases, rules),
    siteFit: {
      both: fit('both'),
      ap: fit('ap'),
      lateral: fit('lateral'),
      ageSexOnly: fit('ageSexOnly'),
    },
  };
}

const FLAGGED_ONLY = notEstimable(
  'only flagged people had a DXA: sensitivity, specificity and calibration need a random sample of the others',
);

function dxaPositiveOf(sex: 'female' | 'male', cases: readonly ValidationCase[]): number {
  return cases.filter((c) => c.sex === sex && hasCondition('any-site', c) === true).length;
}

function refuseTooLittle(cases: readonly ValidationCase[]): void {
  if (cases.length < FEWEST_CASES)
    throw new TrabeculaError(
      'bad-input-file',
      `only ${cases.length} films could be paired with a DXA; at least ${FEWEST_CASES} are needed`,
    );
  const positives = cases.filter((c) => hasCondition('any-site', c) === true).length;
  if (positives === 0 || positives === cases.length)
    throw new TrabeculaError(
      'bad-input-file',
      `all ${cases.length} paired people are ${positives === 0 ? 'without' : 'with'} osteoporosis by DXA: both kinds are needed`,
    );
}

/** The film score of a variant has its own cut; the margin above it is comparable over variants (flagged at 0). */
function scoreOf(name: ScoreName, scores: ViewScores, rules: ReadingRules): number | undefined {
  if (name !== 'together') return scores[name];
  const { filmScore, flaggedAtOrAbove } = rules.together(scores);
  return filmScore - flaggedAtOrAbove;
}

function reportScore(
  score: ScoreName,
  target: Target,
  cases: readonly ValidationCase[],
  rules: ReadingRules,
  verification: Verification,
): ScoreReport {
  const scored: readonly SubgroupCase[] = cases.flatMap((facts) => {
    const [value, positive] = [scoreOf(score, facts.scores, rules), hasCondition(target, facts)];
    return value === undefined || positive === undefined ? [] : [{ score: value, positive, facts }];
  });
  const cut = score === 'together' ? 0 : rules.flagCutOf[score];
  const none = {
    roc: [],
    subgroups: [],
    neededForSensitivityAndSpecificity: undefined,
    neededForAuc: undefined,
  };
  const positives = scored.filter((c) => c.positive).length;
  if (positives === 0 || positives === scored.length)
    return { score, target, ...none, accuracy: notEstimable('needs people with and without the condition') };
  if (verification === 'flagged-only') {
    // PPV among the flagged is all that a flagged-only sample can say.
    const accuracy = accuracyOf(scored, cut);
    return { score, target, ...none, accuracy: onlyPpv(accuracy) };
  }
  const accuracy = accuracyOf(scored, cut);
  return {
    score,
    target,
    accuracy,
    roc: rocCurve(scored),
    subgroups: score === 'together' ? analyseSubgroups(scored, cut) : [],
    ...neededPeople(accuracy),
  };
}

function onlyPpv(accuracy: Accuracy): Accuracy {
  const proportion = { wilson: FLAGGED_ONLY, exact: FLAGGED_ONLY };
  return {
    ...accuracy,
    auc: FLAGGED_ONLY,
    sensitivity: proportion,
    specificity: proportion,
    npv: FLAGGED_ONLY,
    atStatedPrevalence: [],
    odds: {
      likelihoodRatioPositive: FLAGGED_ONLY,
      likelihoodRatioNegative: FLAGGED_ONLY,
      diagnosticOddsRatio: FLAGGED_ONLY,
      corrected: false,
    },
  };
}

function neededPeople(
  accuracy: Accuracy,
): Pick<ScoreReport, 'neededForSensitivityAndSpecificity' | 'neededForAuc'> {
  const [sensitivity, specificity] = [accuracy.sensitivity.wilson, accuracy.specificity.wilson];
  const prevalence = accuracy.withCondition / accuracy.people;
  // The middle of the Wilson interval plans better than the share itself, which may be 0 or 1.
  const middle = (e: { lower: number; upper: number }) => (e.lower + e.upper) / 2;
  const wide = (e: { lower: number; upper: number }) => (e.upper - e.lower) / 2 > WANTED_HALF_WIDTH;
  const both =
    sensitivity.kind === 'estimated' &&
    specificity.kind === 'estimated' &&
    (wide(sensitivity) || wide(specificity))
      ? peopleForAccuracy(
          { sensitivity: middle(sensitivity), specificity: middle(specificity), prevalence },
          WANTED_HALF_WIDTH,
        )
      : undefined;
  const interval = accuracy.auc.kind === 'estimated' ? accuracy.auc.interval : accuracy.auc;
  return {
    neededForSensitivityAndSpecificity: both,
    neededForAuc:
      interval.kind === 'estimated' && wide(interval)
        ? peopleForAuc(interval.value, prevalence, WANTED_HALF_WIDTH)
        : undefined,
  };
}

function shippedCalibration(
  cases: readonly ValidationCase[],
  rules: ReadingRules,
): Calibration | NotEstimable {
  const predictions = cases.flatMap((c) => {
    const positive = hasCondition('spine', c);
    const given = rules.probability(c.scores, { ageYears: c.ageYears, sex: c.sex });
    return positive === undefined || given.kind === 'absent' ? [] : [{ probability: given.value, positive }];
  });
  if (predictions.length < FEWEST_CASES)
    return notEstimable(`the models gave a probability for ${predictions.length} people only`);
  return calibrationOf(predictions);
}
