import type { Thresholds } from '../core/decision/policy.ts';
import { orai, osiris, ost, type ToolInputs } from '../core/decision/risk-tools.ts';
import type { AppToolScore } from './app-view.ts';

/** The three tools that may be computed, on what the record holds and what the user typed in. */
export function toolScores(inputs: ToolInputs, thresholds: Thresholds): readonly AppToolScore[] {
  const { ostPositiveBelow, oraiPositiveAtOrAbove, osirisPositiveBelow } = thresholds;
  const tools = [
    { tool: 'ost', score: ost(inputs), cut: ostPositiveBelow, positive: (v: number) => v < ostPositiveBelow },
    {
      tool: 'orai',
      score: orai(inputs),
      cut: oraiPositiveAtOrAbove,
      positive: (v: number) => v >= oraiPositiveAtOrAbove,
    },
    {
      tool: 'osiris',
      score: osiris(inputs),
      cut: osirisPositiveBelow,
      positive: (v: number) => v < osirisPositiveBelow,
    },
  ] as const;
  return tools.map(({ tool, score, cut, positive }) =>
    score.kind === 'score'
      ? { tool, cut, value: score.value, positive: positive(score.value), missing: [] }
      : { tool, cut, value: undefined, positive: undefined, missing: score.missing },
  );
}
