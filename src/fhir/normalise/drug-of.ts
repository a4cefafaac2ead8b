import type { CodeableConcept, Medication, Resource } from '@medplum/fhirtypes';
import { listsHolding, wordsOf } from '../coded.ts';
import { BONE_DRUGS, LOCAL_USE_WORDS, RISK_DRUGS, type DrugEntry } from '../terminology/drugs.ts';

/** The parts of a medication resource that say which drug it is; all four types carry them alike. */
export interface NamesDrug {
  readonly medicationCodeableConcept?: CodeableConcept | undefined;
  readonly medicationReference?: { readonly reference?: string; readonly display?: string } | undefined;
  readonly contained?: readonly Resource[] | undefined;
}

/** A reference without the version that it may name. */
export const unversioned = (reference: string): string => reference.replace(/\/_history\/[^/]+$/, '');

const refersTo = (reference: string | undefined, id: string): boolean =>
  reference === `#${id}` || unversioned(reference ?? '').endsWith(`Medication/${id}`);

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
      resource.resourceType === 'Medication' && resource.id !== undefined && refersTo(reference, resource.id),
  );
  const text = medicationReference?.display;
  return found?.code ?? (text === undefined ? undefined : { text });
}

/** Whether a concept says in words or by a code which drug it is. */
export const namesDrug = (concept: CodeableConcept | undefined): boolean =>
  concept?.coding?.some(({ code }) => code !== undefined) === true || wordsOf(concept) !== '';

const wordsExpression = (names: readonly string[]) => new RegExp(`(^|[^a-z])(${names.join('|')})([^a-z]|$)`);

/** Drugs to look for, with their names as whole words: each drug's own, and all of them in one expression. */
interface DrugList<Name extends string> {
  readonly entries: readonly (DrugEntry<Name> & { readonly named: RegExp })[];
  readonly anyNamed: RegExp;
}

const drugList = <Name extends string>(entries: readonly DrugEntry<Name>[]): DrugList<Name> => ({
  entries: entries.map((entry) => ({ ...entry, named: wordsExpression(entry.names) })),
  anyNamed: wordsExpression(entries.flatMap(({ names }) => names)),
});

const BONE = drugList(BONE_DRUGS);
const RISK = drugList(RISK_DRUGS);

function drugByCode<Name extends string>(
  concept: CodeableConcept | undefined,
  { entries }: DrugList<Name>,
): Name | undefined {
  const lists = (concept?.coding ?? []).map(listsHolding).filter(({ size }) => size > 0);
  if (lists.length === 0) return undefined;
  return entries.find(({ codes }) => lists.some((list) => list.has(codes)))?.drug;
}

function drugIn<Name extends string>(
  concept: CodeableConcept | undefined,
  list: DrugList<Name>,
): Name | undefined {
  const byCode = drugByCode(concept, list);
  if (byCode !== undefined) return byCode;
  const words = wordsOf(concept);
  return list.anyNamed.test(words) ? list.entries.find(({ named }) => named.test(words))?.drug : undefined;
}

export const boneDrugOf = (concept: CodeableConcept | undefined) => drugIn(concept, BONE);

/** The drug of a procedure, by its code alone: a procedure's words name a drug for many reasons (teaching, refusal). */
export const injectedDrugOf = (concept: CodeableConcept | undefined) => drugByCode(concept, BONE);

/** A risk drug that acts in the whole body; `routes` are the routes and forms that the entry names. */
export function riskDrugOf(
  concept: CodeableConcept | undefined,
  ...routes: readonly (CodeableConcept | undefined)[]
) {
  const drug = drugIn(concept, RISK);
  if (drug === undefined) return undefined;
  const words = wordsOf(concept, ...routes);
  return LOCAL_USE_WORDS.some((word) => words.includes(word)) ? undefined : drug;
}
