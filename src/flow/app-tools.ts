import type { Thresholds } from '../core/decision/policy.ts';
import { assumedIn, orai, osiris, ost } from '../core/decision/risk-tools.ts';
import type { Question } from '../core/decision/question.ts';
import { silentInputs, toolInputs } from '../core/decision/tool-findings.ts';
import type { AppToolInputs, AppToolScore } from './app-view.ts';

/** What the record says of the tools' inputs, and which of it is its silence: the same as the card's decision rests on. */
export function recordedInputs(question: Question): AppToolInputs {
  const inputs = toolInputs(question);
  return { ...inputs, assumedNo: silentInputs(inputs) };
}

/** The three tools that may be computed, on what the record holds and what the user typed in. */
export function toolScores(inputs: AppToolInputs, thresholds: Thresholds): readonly AppToolScore[] {
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
      ? {
          tool,
          cut,
          value: score.value,
          positive: positive(score.value),
          missing: [],
          assumedNo: assumedIn(tool, inputs.assumedNo),
        }
      : { tool, cut, value: undefined, positive: undefined, missing: score.missing, assumedNo: [] },
  );
}
