import type { CodeableConcept, Observation, ObservationComponent, Quantity } from '@medplum/fhirtypes';
import type { DxaRegion, DxaTScore } from '../../core/patient/patient-context.ts';
import type { RecordedDate } from '../../core/patient/recorded-date.ts';
import { isIn, wordsOf } from '../coded.ts';
import { endOrStart, firstDay, referenceTo } from '../recorded-day.ts';
import {
  CALCANEUS_T_SCORE,
  FOREARM_T_SCORE,
  HIP_T_SCORE,
  LUMBAR_T_SCORE,
} from '../terminology/bone-density.ts';

const COUNTED_STATUS = new Set<string>(['final', 'amended', 'corrected', 'preliminary']);

export const isCounted = ({ status }: { readonly status?: string | undefined }): boolean =>
  status !== undefined && COUNTED_STATUS.has(status);

export const dayOfObservation = ({ effectiveDateTime, effectivePeriod, effectiveInstant }: Observation) =>
  firstDay(effectiveDateTime, effectiveInstant) ?? endOrStart(effectivePeriod);

/** T-scores of one observation, in itself or in its components; an undated one cannot be placed and is left out. */
export function tScoresOf(observation: Observation): DxaTScore[] {
  if (!isCounted(observation)) return [];
  const parts: readonly (Observation | ObservationComponent)[] = [
    observation,
    ...(observation.component ?? []),
  ];
  // Of a chart's observations few are T-scores: what their words and days say is read of those only.
  const scores = parts.filter(({ code }) =>
    isIn(code, LUMBAR_T_SCORE, HIP_T_SCORE, FOREARM_T_SCORE, CALCANEUS_T_SCORE),
  );
  const measuredOn = scores.length === 0 ? undefined : dayOfObservation(observation);
  return measuredOn === undefined ? [] : scores.flatMap((part) => tScoreOf(part, observation, measuredOn));
}

function tScoreOf(
  part: Observation | ObservationComponent,
  observation: Observation,
  measuredOn: RecordedDate,
): DxaTScore[] {
  const site = wordsOf(part.code, observation.bodySite, observation.code);
  const read = readTScore(part.code, site, part.valueQuantity, part.valueString);
  return read === undefined ? [] : [{ ...read, measuredOn, reference: referenceTo(observation) }];
}

/** A T-score without its day; `site` is everything that is said of the place, in lower case. */
export function readTScore(
  code: CodeableConcept | undefined,
  site: string,
  quantity: Quantity | undefined,
  text: string | undefined,
): Omit<DxaTScore, 'measuredOn' | 'reference'> | undefined {
  const region = regionOf(code, site);
  const read = numberOf(quantity, text);
  if (region === undefined || read === undefined) return undefined;
  return { region, vertebrae: region === 'lumbar-spine' ? vertebraeNamed(site) : undefined, ...read };
}

function regionOf(code: CodeableConcept | undefined, site: string): DxaRegion | undefined {
  if (isIn(code, LUMBAR_T_SCORE)) return 'lumbar-spine';
  if (isIn(code, HIP_T_SCORE)) {
    if (/trochanter|ward/.test(site)) return 'does-not-answer';
    if (/neck/.test(site)) return 'femoral-neck';
    return /total/.test(site) ? 'total-hip' : 'hip-part-not-stated';
  }
  if (isIn(code, FOREARM_T_SCORE))
    return /\b(1\/3|33 ?%|one[- ]third)/.test(site) ? 'forearm-one-third' : 'does-not-answer';
  return isIn(code, CALCANEUS_T_SCORE) ? 'does-not-answer' : undefined;
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/**
 * Lumbar vertebrae that the words name: "L1-L4", "L1-4" and "L1 to L4" are four and one site, "L1, L2" two, "L3" one;
 * undefined when none is named.
 */
export function vertebraeNamed(words: string): number | undefined {
  const named = new Set<number>();
  for (const [, from, to] of words.matchAll(/\bl([1-5])(?:\s*(?:-|–|to|through)\s*l?([1-5]))?\b/gi)) {
    for (let vertebra = Number(from); vertebra <= Number(to ?? from); vertebra += 1) named.add(vertebra);
  }
  ORDINALS.forEach((ordinal, index) => {
    if (words.includes(`${ordinal} lumbar vertebra`)) named.add(index + 1);
  });
  return named.size === 0 ? undefined : named.size;
}

/** Units under which T-scores come: UCUM "{T-score}", "{Tscore}", "{score}", "1", or none, or words. */
const T_SCORE_UNITS = new Set([
  '{t-score}',
  '{tscore}',
  '{t score}',
  '{score}',
  '1',
  't-score',
  'tscore',
  't score',
  'sd',
  '{sd}',
  '',
]);

type Reading = Pick<DxaTScore, 'value' | 'comparator'>;

/** A T-score as a quantity or as text; one in g/cm2 or beyond +-10 is no T-score. */
function numberOf(quantity: Quantity | undefined, text: string | undefined): Reading | undefined {
  if (quantity?.value !== undefined) {
    const unit = (quantity.code ?? quantity.unit ?? '').trim().toLowerCase();
    return T_SCORE_UNITS.has(unit) ? plausible(quantity.value, quantity.comparator) : undefined;
  }
  const match = /^\s*(<=|>=|<|>)?\s*([-−–+]?\d+(?:\.\d+)?)\s*(?:sd)?\s*$/i.exec(text ?? '');
  if (match === null) return undefined;
  const value = Number((match[2] ?? '').replace(/[−–]/, '-'));
  return plausible(value, match[1]);
}

function plausible(value: number, comparator: string | undefined): Reading | undefined {
  if (!Number.isFinite(value) || Math.abs(value) > 10) return undefined;
  const known = (['<', '<=', '>=', '>'] as const).find((candidate) => candidate === comparator);
  return { value, comparator: known };
}
