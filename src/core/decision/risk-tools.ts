import type { ToolInput } from './facts.ts';

/** Inputs of the risk tools; undefined where the record does not hold them. */
export interface ToolInputs {
  readonly ageYears: number | undefined;
  readonly weightKg: number | undefined;
  /** Systemic oestrogen taken now. */
  readonly oestrogen: boolean | undefined;
  readonly lowImpactFracture: boolean | undefined;
}

/** What each tool asks for that a record can be silent about. */
const ASKS = {
  ost: [],
  orai: ['oestrogen'],
  osiris: ['oestrogen', 'prior-fracture'],
} as const satisfies Record<string, readonly ToolInput[]>;

export type ComputedTool = keyof typeof ASKS;

/** Which of the inputs that were taken as "no" on the record's silence bear on a tool. */
export const assumedIn = (tool: ComputedTool, assumedNo: readonly ToolInput[]): readonly ToolInput[] =>
  ASKS[tool].filter((input) => assumedNo.includes(input));

export type ToolScore =
  | { readonly kind: 'score'; readonly value: number }
  | { readonly kind: 'missing'; readonly missing: readonly ToolInput[] };

/** OST = trunc(0.2 x (weight kg - age years)). Source: CMS249 (read). */
export function ost({ ageYears, weightKg }: ToolInputs): ToolScore {
  if (ageYears === undefined || weightKg === undefined) return missing({ age: ageYears, weight: weightKg });
  return score((weightKg - ageYears) / 5);
}

/**
 * ORAI: age >= 75 +15, 65-74 +9, 55-64 +5; weight < 60 kg +9, 60-69.9 kg +3; no current oestrogen +2. Source: CMS249
 * (read); sources disagree about exactly 70 kg, which scores nothing here.
 */
export function orai({ ageYears, weightKg, oestrogen }: ToolInputs): ToolScore {
  if (ageYears === undefined || weightKg === undefined || oestrogen === undefined)
    return missing({ age: ageYears, weight: weightKg, oestrogen });
  return score(oraiAgePoints(ageYears) + oraiWeightPoints(weightKg) + (oestrogen ? 0 : 2));
}

function oraiAgePoints(ageYears: number): number {
  if (ageYears >= 75) return 15;
  if (ageYears >= 65) return 9;
  return ageYears >= 55 ? 5 : 0;
}

function oraiWeightPoints(weightKg: number): number {
  if (weightKg < 60) return 9;
  return weightKg < 70 ? 3 : 0;
}

/**
 * OSIRIS = trunc(0.2 kg) - trunc(0.2 age) + 2 with oestrogen - 2 after a low-impact fracture. Source: CMS249; the
 * coefficients are unverified.
 */
export function osiris({ ageYears, weightKg, oestrogen, lowImpactFracture }: ToolInputs): ToolScore {
  if (
    ageYears === undefined ||
    weightKg === undefined ||
    oestrogen === undefined ||
    lowImpactFracture === undefined
  )
    return missing({ age: ageYears, weight: weightKg, oestrogen, 'prior-fracture': lowImpactFracture });
  const body = Math.trunc(weightKg / 5) - Math.trunc(ageYears / 5);
  return score(body + (oestrogen ? 2 : 0) - (lowImpactFracture ? 2 : 0));
}

/** Division by 5 and not a product with 0.2: 0.2 x 15 is 3.0000000000000004. Negative zero is written as 0. */
const score = (points: number): ToolScore => ({ kind: 'score', value: Math.trunc(points) + 0 });

function missing(inputs: Partial<Record<ToolInput, unknown>>): ToolScore {
  const names = (Object.keys(inputs) as ToolInput[]).filter((name) => inputs[name] === undefined);
  return { kind: 'missing', missing: names };
}
