import type { Thresholds } from '../core/decision/policy.ts';
import { orai, osiris, ost, type ToolInputs } from '../core/decision/risk-tools.ts';
import type { Question } from '../core/decision/question.ts';
import { toolInputs } from '../core/decision/tool-findings.ts';
import type { AppToolInputs, AppToolScore } from './app-view.ts';

/**
 * What the record says of the tools' inputs. Its silence about oestrogen and fractures is no answer: somebody sits
 * before the patient and can ask, so the two are left open instead of "no".
 */
export function recordedInputs(question: Question): AppToolInputs {
  const { ageYears, weightKg, oestrogen, lowImpactFracture } = toolInputs(question);
  return {
    ageYears,
    weightKg,
    oestrogen: oestrogen === true ? true : undefined,
    lowImpactFracture: lowImpactFracture === true ? true : undefined,
  };
}

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
