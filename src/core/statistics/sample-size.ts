import { normalCritical } from './distributions.ts';
import { CONFIDENCE_LEVEL } from './estimate.ts';

/** People needed so that the interval of a proportion is no wider than +- `halfWidth` (normal approximation). */
export function casesForProportion(expected: number, halfWidth: number, level = CONFIDENCE_LEVEL): number {
  const z = normalCritical(level);
  return Math.ceil((z * z * expected * (1 - expected)) / (halfWidth * halfWidth));
}

export interface AccuracySampleSize {
  /** People in all, with DXA. */
  readonly people: number;
  readonly withCondition: number;
  readonly limitedBy: 'sensitivity' | 'specificity';
}

/**
 * People for sensitivity and specificity, each to +- `halfWidth`, at the prevalence of the setting (Buderer 1996).
 */
export function peopleForAccuracy(
  expected: { readonly sensitivity: number; readonly specificity: number; readonly prevalence: number },
  halfWidth: number,
  level = CONFIDENCE_LEVEL,
): AccuracySampleSize {
  const { sensitivity, specificity, prevalence } = expected;
  const forSensitivity = Math.ceil(casesForProportion(sensitivity, halfWidth, level) / prevalence);
  const forSpecificity = Math.ceil(casesForProportion(specificity, halfWidth, level) / (1 - prevalence));
  const people = Math.max(forSensitivity, forSpecificity);
  return {
    people,
    withCondition: Math.round(people * prevalence),
    limitedBy: forSensitivity >= forSpecificity ? 'sensitivity' : 'specificity',
  };
}

/**
 * People so that the AUC's interval is no wider than +- `halfWidth`, with the variance of Hanley and McNeil 1982
 * (exponential scores).
 */
export function peopleForAuc(
  expectedAuc: number,
  prevalence: number,
  halfWidth: number,
  level = CONFIDENCE_LEVEL,
): number {
  const z = normalCritical(level);
  const width = (people: number) => {
    const positives = people * prevalence;
    return z * Math.sqrt(hanleyMcNeilVariance(expectedAuc, positives, people - positives));
  };
  let low = 2;
  let high = 4;
  while (width(high) > halfWidth) high *= 2;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (width(middle) > halfWidth) low = middle;
    else high = middle;
  }
  return high;
}

export function hanleyMcNeilVariance(value: number, positives: number, negatives: number): number {
  const q1 = value / (2 - value);
  const q2 = (2 * value * value) / (1 + value);
  return (
    (value * (1 - value) + (positives - 1) * (q1 - value * value) + (negatives - 1) * (q2 - value * value)) /
    (positives * negatives)
  );
}
