import { auc } from '../../src/core/statistics/auc.ts';
import { calibrationOf } from '../../src/core/statistics/calibration.ts';
import type { Estimated } from '../../src/core/statistics/estimate.ts';
import { fitLogistic } from '../../src/core/statistics/logistic-regression.ts';
import { expit, logit } from '../../src/core/statistics/logit.ts';
import { oddsOf } from '../../src/core/statistics/odds.ts';
import { predictiveValuesAt } from '../../src/core/statistics/predictive-values.ts';
import { wilson } from '../../src/core/statistics/proportion.ts';
import { normalCumulative } from '../../src/core/statistics/distributions.ts';
import { tabulate, type ScoredCase } from '../../src/core/statistics/two-by-two.ts';
import type { Random } from './random.ts';

/**
 * The binormal world of the simulation: a site with one patient in four positive, scores N(0, 1) without and
 * N(SHIFT, 1) with the condition, flagged at CUT. All true values follow in closed form.
 */
const PREVALENCE = 0.25;
const SHIFT = 1.2;
const CUT = 0.6;
const SENSITIVITY = 1 - normalCumulative(CUT - SHIFT);
const SPECIFICITY = normalCumulative(CUT);
/** With equal variances the posterior is logistic in the score: slope SHIFT, intercept logit(prev) - SHIFT^2 / 2. */
const INTERCEPT = logit(PREVALENCE) - (SHIFT * SHIFT) / 2;
const STATED_PREVALENCE = 0.1;

/** What each interval is an interval of. */
export const truth: Readonly<Record<string, number>> = {
  'AUC (DeLong, logit)': normalCumulative(SHIFT / Math.SQRT2),
  'sensitivity (Wilson)': SENSITIVITY,
  'specificity (Wilson)': SPECIFICITY,
  'LR+ (log)': SENSITIVITY / (1 - SPECIFICITY),
  'LR- (log)': (1 - SENSITIVITY) / SPECIFICITY,
  'DOR (log)': (SENSITIVITY * SPECIFICITY) / ((1 - SENSITIVITY) * (1 - SPECIFICITY)),
  'PPV at 10 % (logit)':
    (SENSITIVITY * STATED_PREVALENCE) /
    (SENSITIVITY * STATED_PREVALENCE + (1 - SPECIFICITY) * (1 - STATED_PREVALENCE)),
  'NPV at 10 % (logit)':
    (SPECIFICITY * (1 - STATED_PREVALENCE)) /
    (SPECIFICITY * (1 - STATED_PREVALENCE) + (1 - SENSITIVITY) * STATED_PREVALENCE),
  'logistic slope (Wald)': SHIFT,
  'calibration slope (Wald)': 1,
  'calibration intercept (Wald)': 0,
};

/** One simulated site of `people` patients: every interval that a validation report gives. */
export function intervalsOfOneSite(people: number, random: Random): Readonly<Record<string, Estimated>> {
  const cases: ScoredCase[] = Array.from({ length: people }, () => {
    const positive = random.uniform() < PREVALENCE;
    return { positive, score: random.normal() + (positive ? SHIFT : 0) };
  });
  const table = tabulate(cases, CUT);
  const area = auc(cases);
  const odds = oddsOf(table);
  const values = predictiveValuesAt(table, STATED_PREVALENCE);
  const fit = fitLogistic(cases.map((c) => ({ terms: [1, c.score], positive: c.positive })));
  const calibration = calibrationOf(
    cases.map((c) => ({ probability: expit(INTERCEPT + SHIFT * c.score), positive: c.positive })),
  );
  return {
    'AUC (DeLong, logit)': area.kind === 'estimated' ? area.interval : area,
    'sensitivity (Wilson)': wilson(table.truePositives, table.truePositives + table.falseNegatives),
    'specificity (Wilson)': wilson(table.trueNegatives, table.trueNegatives + table.falsePositives),
    'LR+ (log)': odds.likelihoodRatioPositive,
    'LR- (log)': odds.likelihoodRatioNegative,
    'DOR (log)': odds.diagnosticOddsRatio,
    'PPV at 10 % (logit)': values.positive,
    'NPV at 10 % (logit)': values.negative,
    'logistic slope (Wald)': fit.kind === 'fitted' ? waldInterval(fit, 1) : fit,
    'calibration slope (Wald)': calibration.slope,
    'calibration intercept (Wald)': calibration.intercept,
  };
}

function waldInterval(
  fit: { readonly coefficients: readonly number[]; readonly covariance: readonly (readonly number[])[] },
  index: number,
): Estimated {
  const value = fit.coefficients[index]!;
  const half = 1.959963984540054 * Math.sqrt(fit.covariance[index]![index]!);
  return { kind: 'estimated', value, lower: value - half, upper: value + half };
}
