import type { CodeableConcept, Medication, Resource } from '@medplum/fhirtypes';
import { isCodeOf, wordsOf } from '../coded.ts';
import { BONE_DRUGS, LOCAL_USE_WORDS, RISK_DRUGS, type DrugEntry } from '../terminology/drugs.ts';

/** The parts of a medication resource that say which drug it is; all four types carry them alike. */
export interface NamesDrug {
  readonly medicationCodeableConcept?: CodeableConcept | undefined;
  readonly medicationReference?: { readonly reference?: string; readonly display?: string } | undefined;
  readonly contained?: readonly Resource[] | undefined;
}

/** The drug as a concept: inline, contained, or another resource of the record; a bare display counts as its name. */
export function drugConcept(
  { medicationCodeableConcept, medicationReference, contained }: NamesDrug,
  medications: readonly Medication[],
): CodeableConcept | undefined {
  if (medicationCodeableConcept !== undefined) return medicationCodeableConcept;
  const reference = medicationReference?.reference;
  const candidates = [...(contained ?? []), ...medications];
  const found = candidates.find(
    (resource): resource is Medication =>
      resource.resourceType === 'Medication' &&
      resource.id !== undefined &&
      (reference === `#${resource.id}` || reference?.endsWith(`Medication/${resource.id}`) === true),
  );
  const text = medicationReference?.display;
  return found?.code ?? (text === undefined ? undefined : { text });
}

/** The names of each drug as whole words, in one expression. */
const nameExpressions = new Map<DrugEntry<string>, RegExp>(
  [...BONE_DRUGS, ...RISK_DRUGS].map((entry) => [
    entry,
    new RegExp(`(^|[^a-z])(${entry.names.join('|')})([^a-z]|$)`),
  ]),
);

function drugIn<Name extends string>(
  concept: CodeableConcept | undefined,
  entries: readonly DrugEntry<Name>[],
): Name | undefined {
  const byCode = entries.find(({ codes }) => concept?.coding?.some((coding) => isCodeOf(coding, codes)));
  const words = wordsOf(concept);
  return (byCode ?? entries.find((entry) => nameExpressions.get(entry)?.test(words)))?.drug;
}

export const boneDrugOf = (concept: CodeableConcept | undefined) => drugIn(concept, BONE_DRUGS);

/** The drug of a procedure, by its code alone: a procedure's words name a drug for many reasons (teaching, refusal). */
export const injectedDrugOf = (concept: CodeableConcept | undefined) =>
  BONE_DRUGS.find(({ codes }) => concept?.coding?.some((coding) => isCodeOf(coding, codes)))?.drug;

/** A risk drug that acts in the whole body; `routes` are the routes and forms that the entry names. */
export function riskDrugOf(
  concept: CodeableConcept | undefined,
  ...routes: readonly (CodeableConcept | undefined)[]
) {
  const words = wordsOf(concept, ...routes);
  return LOCAL_USE_WORDS.some((word) => words.includes(word)) ? undefined : drugIn(concept, RISK_DRUGS);
}
