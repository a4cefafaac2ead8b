import { auc, type Auc } from '../statistics/auc.ts';
import type { Estimated, NotEstimable } from '../statistics/estimate.ts';
import { oddsOf, type Odds } from '../statistics/odds.ts';
import { predictiveValuesAt, type PredictiveValues } from '../statistics/predictive-values.ts';
import { clopperPearson, wilson } from '../statistics/proportion.ts';
import { tabulate, type ScoredCase, type TwoByTwo } from '../statistics/two-by-two.ts';

/** A proportion with the score interval and the exact one. */
export interface Proportion {
  readonly wilson: Estimated;
  readonly exact: Estimated;
}

/** How well one score finds one condition at one cut. */
export interface Accuracy {
  readonly kind: 'estimated';
  readonly people: number;
  readonly withCondition: number;
  readonly prevalence: Estimated;
  readonly auc: Auc | NotEstimable;
  /** Flagged means score >= cut. */
  readonly cut: number;
  readonly table: TwoByTwo;
  readonly sensitivity: Proportion;
  readonly specificity: Proportion;
  /** At the prevalence of these people. */
  readonly ppv: Estimated;
  readonly npv: Estimated;
  readonly atStatedPrevalence: readonly PredictiveValues[];
  readonly odds: Odds;
}

/** Prevalences at which predictive values are always given beside the site's own. */
export const STATED_PREVALENCES = [0.05, 0.1, 0.2] as const;

export function accuracyOf(cases: readonly ScoredCase[], cut: number): Accuracy {
  const table = tabulate(cases, cut);
  const withCondition = table.truePositives + table.falseNegatives;
  const without = table.falsePositives + table.trueNegatives;
  const both = (successes: number, trials: number): Proportion => ({
    wilson: wilson(successes, trials),
    exact: clopperPearson(successes, trials),
  });
  return {
    kind: 'estimated',
    people: cases.length,
    withCondition,
    prevalence: wilson(withCondition, cases.length),
    auc: auc(cases),
    cut,
    table,
    sensitivity: both(table.truePositives, withCondition),
    specificity: both(table.trueNegatives, without),
    ppv: wilson(table.truePositives, table.truePositives + table.falsePositives),
    npv: wilson(table.trueNegatives, table.trueNegatives + table.falseNegatives),
    atStatedPrevalence: STATED_PREVALENCES.map((prevalence) => predictiveValuesAt(table, prevalence)),
    odds: oddsOf(table),
  };
}
