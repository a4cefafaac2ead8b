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

export function matchesEntry({ system, code }: Coding, entry: CodeEntry): boolean {
  if (system === undefined || code === undefined) return false;
  if ((SYSTEM_ALIASES[system] ?? system) !== entry.system) return false;
  return entry.matching === 'exact' ? code.trim() === entry.code : plain(code).startsWith(plain(entry.code));
}

/** The first coding of the concept that the table holds. */
export const codingIn = (concept: CodeableConcept | undefined, table: ConceptTable): Coding | undefined =>
  concept?.coding?.find((coding) => table.codes.some((entry) => matchesEntry(coding, entry)));

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
