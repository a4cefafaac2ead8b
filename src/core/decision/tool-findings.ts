import { addMonths, earliestDay } from '../patient/recorded-date.ts';
import type { Fact, ToolInput, ToolName } from './facts.ts';
import { lowImpactFractures } from './fractures.ts';
import type { Thresholds } from './policy.ts';
import { hasHappened, type Question } from './question.ts';
import { assumedIn, orai, osiris, ost, type ToolInputs, type ToolScore } from './risk-tools.ts';
import { currentOestrogen } from './risk-drugs.ts';

type Positive = (value: number, thresholds: Thresholds) => boolean;

interface Tool {
  readonly cut: keyof Thresholds;
  readonly positive: Positive;
  /** FRAX is proprietary and only ever read. */
  readonly compute: ((inputs: ToolInputs) => ToolScore) | undefined;
}

const TOOLS: Readonly<Record<ToolName, Tool>> = {
  ost: { cut: 'ostPositiveBelow', positive: (v, t) => v < t.ostPositiveBelow, compute: ost },
  orai: { cut: 'oraiPositiveAtOrAbove', positive: (v, t) => v >= t.oraiPositiveAtOrAbove, compute: orai },
  osiris: { cut: 'osirisPositiveBelow', positive: (v, t) => v < t.osirisPositiveBelow, compute: osiris },
  frax: {
    cut: 'fraxPositiveAtOrAbove',
    positive: (v, t) => v >= t.fraxPositiveAtOrAbove,
    compute: undefined,
  },
};

export interface ToolFindings {
  /** "not-assessed": none could be computed and none is recorded. */
  readonly verdict: 'positive' | 'not-positive' | 'not-assessed';
  readonly facts: readonly Fact[];
}

/** The risk tools of USPSTF for women under 65, computed where the inputs are there, else as recorded. */
export function toolFindings(question: Question): ToolFindings {
  const inputs = toolInputs(question);
  const facts = (Object.keys(TOOLS) as ToolName[]).flatMap((tool) => toolFacts(tool, inputs, question));
  const results = facts.filter((fact) => fact.kind === 'tool-result');
  if (results.some(({ positive }) => positive)) return { verdict: 'positive', facts };
  return { verdict: results.length > 0 ? 'not-positive' : 'not-assessed', facts };
}

function toolFacts(tool: ToolName, inputs: ToolInputs, question: Question): Fact[] {
  const { compute, cut, positive } = TOOLS[tool];
  const result = (
    value: number,
    reference: string | undefined,
    assumedNo: readonly ToolInput[] = [],
  ): Fact => ({
    kind: 'tool-result',
    tool,
    value,
    positive: positive(value, question.thresholds),
    cut: question.thresholds[cut],
    assumedNo,
    reference,
  });
  const computed = compute?.(inputs);
  if (computed?.kind === 'score')
    return [result(computed.value, undefined, tool === 'frax' ? [] : assumedIn(tool, silentInputs(inputs)))];
  const recorded = recordedResult(tool, question);
  if (recorded !== undefined) return [result(recorded.value, recorded.reference)];
  return computed === undefined ? [] : [{ kind: 'tool-not-computed', tool, missing: computed.missing }];
}

function recordedResult(tool: ToolName, { context, thresholds, today }: Question) {
  const name = tool === 'frax' ? 'frax-major-fracture-without-bmd' : tool;
  return context.toolResults
    .filter(
      (result) =>
        result.tool === name &&
        hasHappened(result.recordedOn, today) &&
        today <= addMonths(earliestDay(result.recordedOn), thresholds.toolResultHoldsMonths),
    )
    .toSorted((a, b) => (earliestDay(a.recordedOn) < earliestDay(b.recordedOn) ? 1 : -1))[0];
}

/**
 * What the record says of the tools' inputs. Age and weight that it does not hold are missing, an old weight too. A
 * medication or problem list that was read and names no oestrogen and no low-impact fracture is taken as "no"
 * (`silentInputs` says where); one that was not read leaves them missing.
 */
export function toolInputs(question: Question): ToolInputs {
  const { context, ageYears, thresholds, today } = question;
  const weight = context.weightKg.kind === 'known' ? context.weightKg.value : undefined;
  const weightHolds =
    weight !== undefined &&
    hasHappened(weight.measuredOn, today) &&
    today <= addMonths(earliestDay(weight.measuredOn), thresholds.weightHoldsMonths);
  return {
    ageYears: ageYears !== undefined && ageYears.least === ageYears.most ? ageYears.least : undefined,
    weightKg: weightHolds ? weight.value : undefined,
    oestrogen: context.read.medications === 'read' ? currentOestrogen(question) : undefined,
    lowImpactFracture:
      context.read.conditions === 'read' ? lowImpactFractures(question).length > 0 : undefined,
  };
}

/** Inputs that are "no" because the record names none, and not because anybody said so. */
export const silentInputs = ({ oestrogen, lowImpactFracture }: ToolInputs): readonly ToolInput[] => [
  ...(oestrogen === false ? (['oestrogen'] as const) : []),
  ...(lowImpactFracture === false ? (['prior-fracture'] as const) : []),
];
