import { notEstimable, type Estimated } from '../statistics/estimate.ts';
import { differenceOfProportions } from '../statistics/proportion.ts';
import type { ScoredCase } from '../statistics/two-by-two.ts';
import { accuracyOf, type Accuracy } from './accuracy.ts';
import type { ValidationCase } from './validation-case.ts';

/** A scored case with the facts that subgroups are made of. */
export interface SubgroupCase extends ScoredCase {
  readonly facts: ValidationCase;
}

export interface Subgroup {
  readonly name: string;
  readonly people: number;
  /** Absent below the smallest group that is shown. */
  readonly accuracy: Accuracy | undefined;
}

/** Difference between the best and the worst group of one attribute, with its interval. */
export interface FairnessGap {
  readonly measure: 'sensitivity' | 'specificity';
  readonly highest: string;
  readonly lowest: string;
  readonly difference: Estimated;
}

export interface SubgroupAnalysis {
  readonly attribute: string;
  readonly groups: readonly Subgroup[];
  readonly gaps: readonly FairnessGap[];
}

/** Fewer people than this are counted but not analysed: the figures would say nothing and could point at someone. */
export const SMALLEST_GROUP = 10;

const ATTRIBUTES: readonly { readonly name: string; readonly groupOf: (facts: ValidationCase) => string }[] =
  [
    { name: 'sex', groupOf: ({ sex }) => sex ?? 'not recorded' },
    { name: 'age', groupOf: ({ ageYears }) => ageBand(ageYears) },
    {
      name: 'films',
      groupOf: ({ scores }) =>
        scores.ap !== undefined && scores.lateral !== undefined
          ? 'AP and lateral'
          : scores.ap !== undefined
            ? 'AP alone'
            : 'lateral alone',
    },
    { name: 'manufacturer', groupOf: ({ manufacturer }) => manufacturer ?? 'not recorded' },
  ];

function ageBand(ageYears: number | undefined): string {
  if (ageYears === undefined) return 'not recorded';
  if (ageYears < 50) return 'under 50';
  if (ageYears < 65) return '50 to 64';
  return ageYears < 75 ? '65 to 74' : '75 and over';
}

export function analyseSubgroups(cases: readonly SubgroupCase[], cut: number): readonly SubgroupAnalysis[] {
  return ATTRIBUTES.map(({ name, groupOf }) => {
    const groups = [...Map.groupBy(cases, (c) => groupOf(c.facts))]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([group, members]) => ({
        name: group,
        people: members.length,
        accuracy: members.length < SMALLEST_GROUP ? undefined : accuracyOf(members, cut),
      }));
    return {
      attribute: name,
      groups,
      gaps: [gapOf('sensitivity', groups), gapOf('specificity', groups)].flat(),
    };
  });
}

function gapOf(measure: FairnessGap['measure'], groups: readonly Subgroup[]): readonly FairnessGap[] {
  const rates = groups.flatMap(({ name, accuracy }) => {
    if (accuracy === undefined) return [];
    const { truePositives: tp, falseNegatives: fn, falsePositives: fp, trueNegatives: tn } = accuracy.table;
    const [hits, trials] = measure === 'sensitivity' ? [tp, tp + fn] : [tn, tn + fp];
    return trials === 0 ? [] : [{ name, hits, trials }];
  });
  if (rates.length < 2) return [];
  const sorted = rates.toSorted((a, b) => b.hits / b.trials - a.hits / a.trials);
  const [high, low] = [sorted[0]!, sorted.at(-1)!];
  const difference =
    Math.min(high.trials, low.trials) < SMALLEST_GROUP
      ? notEstimable(`fewer than ${SMALLEST_GROUP} people in a group to compare`)
      : differenceOfProportions(high, low);
  return [{ measure, highest: high.name, lowest: low.name, difference }];
}
