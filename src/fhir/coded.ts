import type { CodeableConcept, Coding } from '@medplum/fhirtypes';
import { SYSTEM, type CodeEntry, type ConceptTable } from './terminology/concept-table.ts';

/** Other names under which servers send the same code systems. */
const SYSTEM_ALIASES: Readonly<Record<string, string>> = {
  'urn:oid:2.16.840.1.113883.6.1': SYSTEM.loinc,
  'urn:oid:2.16.840.1.113883.6.96': SYSTEM.snomed,
  'urn:oid:2.16.840.1.113883.6.90': SYSTEM.icd10cm,
  'http://hl7.org/fhir/sid/icd-10': SYSTEM.icd10cm,
  'urn:oid:2.16.840.1.113883.6.88': SYSTEM.rxnorm,
  'urn:oid:2.16.840.1.113883.6.12': SYSTEM.cpt,
  'http://www.ama-assn.org/go/cpt/': SYSTEM.cpt,
  'urn:oid:2.16.840.1.113883.6.285': SYSTEM.hcpcs,
  'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets': SYSTEM.hcpcs,
};

/** ICD codes arrive with and without the dot, and in lower case. */
const plain = (code: string): string => code.replace('.', '').trim().toUpperCase();

/** A table's codes of one system as they are looked up: exact codes, and categories with their lengths. */
interface SystemIndex {
  readonly exact: Set<string>;
  readonly categories: Set<string>;
  readonly categoryLengths: Set<number>;
}

/** Charts hold hundreds of codes and each is asked of many tables: the tables are indexed once. */
const indexes = new WeakMap<readonly CodeEntry[], ReadonlyMap<string, SystemIndex>>();

function indexOf(codes: readonly CodeEntry[]): ReadonlyMap<string, SystemIndex> {
  const known = indexes.get(codes);
  if (known !== undefined) return known;
  const index = new Map<string, SystemIndex>();
  for (const { system, code, matching } of codes) {
    const ofSystem = index.get(system) ?? {
      exact: new Set(),
      categories: new Set(),
      categoryLengths: new Set(),
    };
    index.set(system, ofSystem);
    if (matching === 'exact') ofSystem.exact.add(code);
    else {
      ofSystem.categories.add(plain(code));
      ofSystem.categoryLengths.add(plain(code).length);
    }
  }
  indexes.set(codes, index);
  return index;
}

/** Whether a coding is one of the codes, or lies below one of their categories. */
export function isCodeOf({ system, code }: Coding, codes: readonly CodeEntry[]): boolean {
  if (system === undefined || code === undefined) return false;
  const index = indexOf(codes).get(SYSTEM_ALIASES[system] ?? system);
  if (index === undefined) return false;
  if (index.exact.has(code.trim())) return true;
  if (index.categoryLengths.size === 0) return false;
  const plainCode = plain(code);
  for (const length of index.categoryLengths)
    if (index.categories.has(plainCode.slice(0, length))) return true;
  return false;
}

/** The first coding of the concept that the table holds. */
export const codingIn = (concept: CodeableConcept | undefined, table: ConceptTable): Coding | undefined =>
  concept?.coding?.find((coding) => isCodeOf(coding, table.codes));

export const isIn = (concept: CodeableConcept | undefined, ...tables: readonly ConceptTable[]): boolean =>
  tables.some((table) => codingIn(concept, table) !== undefined);

/** Everything that a concept says in words, lower case: text and displays. */
export const wordsOf = (...concepts: readonly (CodeableConcept | undefined)[]): string =>
  concepts
    .flatMap((concept) => [concept?.text, ...(concept?.coding ?? []).map(({ display }) => display)])
    .filter((text) => text !== undefined)
    .join(' ')
    .toLowerCase();

/** What people read: the text, else a display, else the code. */
export const textOf = (concept: CodeableConcept | undefined): string =>
  concept?.text ??
  concept?.coding?.find(({ display }) => display !== undefined)?.display ??
  concept?.coding?.[0]?.code ??
  'unnamed entry';

/** ICD-10-CM code without its dot, of the first ICD coding. */
export function icdOf(concept: CodeableConcept | undefined): string | undefined {
  const coding = concept?.coding?.find(
    ({ system }) => system !== undefined && (SYSTEM_ALIASES[system] ?? system) === SYSTEM.icd10cm,
  );
  return coding?.code === undefined ? undefined : plain(coding.code);
}
