import type { ValidationCase } from './validation-case.ts';

/** What counts as osteoporosis. The film shows the spine; one in four has it at the hip alone: both are reported. */
export type Target = 'any-site' | 'spine';

export const TARGET_TEXT: Readonly<Record<Target, string>> = {
  'any-site': 'lowest T-score of lumbar spine and hip at or below −2.5',
  spine: 'lumbar spine T-score at or below −2.5',
};

/** WHO 1994: T-score at or below −2.5 standard deviations. */
export const OSTEOPOROSIS_T_SCORE = -2.5;

/** Whether the person has the condition; undefined when the T-score that would say so was not measured. */
export function hasCondition(
  target: Target,
  { spineTScore, hipTScore }: ValidationCase,
): boolean | undefined {
  if (target === 'spine') return spineTScore === undefined ? undefined : spineTScore <= OSTEOPOROSIS_T_SCORE;
  const measured = [spineTScore, hipTScore].filter((t) => t !== undefined);
  return measured.length === 0 ? undefined : Math.min(...measured) <= OSTEOPOROSIS_T_SCORE;
}
