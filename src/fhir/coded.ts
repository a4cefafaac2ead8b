import type { CodeableConcept, Coding } from '@medplum/fhirtypes';
import { CONCEPT_TABLES } from './terminology/all-tables.ts';
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

type CodeList = readonly CodeEntry[];

/** A system's codes, each with the lists that hold it: exact codes, and categories with their lengths. */
interface SystemIndex {
  readonly exact: Map<string, CodeList[]>;
  readonly categories: Map<string, CodeList[]>;
  readonly categoryLengths: Set<number>;
  /** What was found for the codes that were asked for lately: charts repeat some thousands of them. */
  readonly found: Map<string, ReadonlySet<CodeList>>;
}

/** Codes of a system that are kept with what was found for them; then the keeping begins anew. */
const FOUND_AT_MOST = 20_000;
/** Longer ones are no codes of these systems, and are not kept. */
const LONGEST_CODE = 32;
const NOWHERE: ReadonlySet<CodeList> = new Set();

/** All tables in one index: charts hold hundreds of codes, and each is asked of every table. */
function indexOfAll(): ReadonlyMap<string, SystemIndex> {
  const index = new Map<string, SystemIndex>();
  for (const { codes } of CONCEPT_TABLES)
    for (const { system, code, matching } of codes) {
      const ofSystem = index.get(system) ?? {
        exact: new Map(),
        categories: new Map(),
        categoryLengths: new Set(),
        found: new Map(),
      };
      index.set(system, ofSystem);
      const key = matching === 'exact' ? code : plain(code);
      const lists = matching === 'exact' ? ofSystem.exact : ofSystem.categories;
      lists.set(key, [...(lists.get(key) ?? []), codes]);
      if (matching === 'descendants') ofSystem.categoryLengths.add(key.length);
    }
  return index;
}

const INDEX = indexOfAll();

function lookUp(index: SystemIndex, code: string): ReadonlySet<CodeList> {
  const lists = [...(index.exact.get(code.trim()) ?? [])];
  const plainCode = plain(code);
  for (const length of index.categoryLengths)
    lists.push(...(index.categories.get(plainCode.slice(0, length)) ?? []));
  return lists.length === 0 ? NOWHERE : new Set(lists);
}

/** The tables' code lists that hold a coding, or one of whose categories it lies below. */
export function listsHolding({ system, code }: Coding): ReadonlySet<CodeList> {
  if (system === undefined || code === undefined) return NOWHERE;
  const index = INDEX.get(SYSTEM_ALIASES[system] ?? system);
  if (index === undefined) return NOWHERE;
  const known = index.found.get(code);
  if (known !== undefined) return known;
  const found = lookUp(index, code);
  if (index.found.size >= FOUND_AT_MOST) index.found.clear();
  if (code.length <= LONGEST_CODE) index.found.set(code, found);
  return found;
}

/** The first coding of the concept that the table holds. */
export const codingIn = (concept: CodeableConcept | undefined, { codes }: ConceptTable): Coding | undefined =>
  concept?.coding?.find((coding) => listsHolding(coding).has(codes));

const isInAnyTable = (coding: Coding): boolean => listsHolding(coding) !== NOWHERE;

/** Whether one of the tables holds one of the concept's codings. */
export function isIn(concept: CodeableConcept | undefined, ...tables: readonly ConceptTable[]): boolean {
  // Most of a chart's codes lie in no table at all.
  if (concept?.coding?.some(isInAnyTable) !== true) return false;
  return tables.some((table) => codingIn(concept, table) !== undefined);
}

/** Everything that a concept says in words, lower case: text and displays. */
export function wordsOf(...concepts: readonly (CodeableConcept | undefined)[]): string {
  const words: string[] = [];
  for (const concept of concepts) {
    if (concept?.text !== undefined) words.push(concept.text);
    concept?.coding?.forEach(({ display }) => {
      if (display !== undefined) words.push(display);
    });
  }
  return words.join(' ').toLowerCase();
}

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
