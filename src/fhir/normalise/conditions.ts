import type { Condition } from '@medplum/fhirtypes';
import type {
  FractureCharacter,
  FractureSite,
  RecordedCondition,
  RecordedFracture,
} from '../../core/patient/patient-context.ts';
import type { RecordedDate } from '../../core/patient/recorded-date.ts';
import { icdOf, isIn, textOf, wordsOf } from '../coded.ts';
import { firstDay, referenceTo } from '../recorded-day.ts';
import {
  BONE_MALIGNANCY,
  HIGH_ENERGY_CAUSE,
  HIP_FRACTURE,
  HISTORY_OF_OSTEOPOROTIC_FRACTURE,
  OSTEOPOROTIC_FRACTURE,
  OTHER_FRACTURES,
  PATHOLOGICAL_FRACTURE,
  VERTEBRAL_FRACTURE,
} from '../terminology/bone-disease.ts';
import type { ConceptTable } from '../terminology/concept-table.ts';

/** Refuted, entered in error, or one possibility among several: not a fact of this patient. */
const NOT_A_FACT = new Set(['refuted', 'entered-in-error', 'differential']);

export const countable = (conditions: readonly Condition[]): Condition[] =>
  conditions.filter(
    ({ verificationStatus }) =>
      !(verificationStatus?.coding ?? []).some(({ code }) => code !== undefined && NOT_A_FACT.has(code)),
  );

export const dayOfCondition = (condition: Condition): RecordedDate | undefined =>
  firstDay(condition.onsetDateTime, condition.onsetPeriod?.start, condition.recordedDate);

export const recorded = (condition: Condition): RecordedCondition => ({
  recordedOn: dayOfCondition(condition),
  text: textOf(condition.code),
  reference: referenceTo(condition),
});

export const conditionsIn = (
  conditions: readonly Condition[],
  ...tables: readonly ConceptTable[]
): RecordedCondition[] => conditions.filter(({ code }) => isIn(code, ...tables)).map(recorded);

/** When and where a high-energy cause was recorded. */
interface Cause {
  readonly encounter: string | undefined;
  readonly day: RecordedDate | undefined;
}

export function fracturesFrom(conditions: readonly Condition[]): RecordedFracture[] {
  const malignancy = conditions.some(({ code }) => isIn(code, BONE_MALIGNANCY));
  const causes = conditions
    .filter(({ code }) => isIn(code, HIGH_ENERGY_CAUSE))
    .map((cause): Cause => ({ encounter: cause.encounter?.reference, day: dayOfCondition(cause) }));
  return conditions.flatMap((condition) => {
    const site = siteOf(condition);
    if (site === undefined) return [];
    const character = characterOf(condition, causes, malignancy && (site === 'hip' || site === 'vertebra'));
    return [{ site, character, occurredOn: dayOfCondition(condition), reference: referenceTo(condition) }];
  });
}

function siteOf({ code }: Condition): FractureSite | undefined {
  if (isIn(code, OSTEOPOROTIC_FRACTURE)) return osteoporoticSite(icdOf(code));
  if (isIn(code, HIP_FRACTURE)) return 'hip';
  if (isIn(code, VERTEBRAL_FRACTURE)) return 'vertebra';
  if (isIn(code, HISTORY_OF_OSTEOPOROTIC_FRACTURE, PATHOLOGICAL_FRACTURE)) return 'site-unknown';
  const sites = Object.keys(OTHER_FRACTURES) as (keyof typeof OTHER_FRACTURES)[];
  return sites.find((site) => isIn(code, OTHER_FRACTURES[site]));
}

/** M80.05- femur, M80.08- vertebra, and so on; without an ICD code 443165006 names a fracture, not a bone. */
function osteoporoticSite(icd: string | undefined): FractureSite {
  const sites: Readonly<Record<string, FractureSite>> = {
    '2': 'humerus',
    '3': 'forearm',
    '5': 'hip',
    '7': 'ankle',
    '8': 'vertebra',
  };
  return (icd === undefined ? undefined : sites[icd.charAt(4)]) ?? 'site-unknown';
}

/** What is stated outweighs what is suspected; a cause counts when it belongs to the same encounter or day. */
function characterOf(condition: Condition, causes: readonly Cause[], malignancy: boolean): FractureCharacter {
  if (isIn(condition.code, PATHOLOGICAL_FRACTURE)) return 'pathological';
  if (isIn(condition.code, OSTEOPOROTIC_FRACTURE, HISTORY_OF_OSTEOPOROTIC_FRACTURE)) return 'low-trauma';
  if (malignancy) return 'pathological';
  if (causes.some((cause) => belongTogether(cause, condition))) return 'high-energy';
  const dueTo = (condition.extension ?? [])
    .filter(({ url }) => url.endsWith('/condition-dueTo'))
    .map(({ valueCodeableConcept }) => valueCodeableConcept);
  if (dueTo.some((concept) => isIn(concept, HIGH_ENERGY_CAUSE))) return 'high-energy';
  return /\b(fragility|low[- ]trauma|osteoporotic)\b/.test(wordsOf(condition.code))
    ? 'low-trauma'
    : 'not-stated';
}

function belongTogether(cause: Cause, condition: Condition): boolean {
  if (cause.encounter !== undefined && cause.encounter === condition.encounter?.reference) return true;
  return cause.day?.length === 10 && cause.day === dayOfCondition(condition);
}
