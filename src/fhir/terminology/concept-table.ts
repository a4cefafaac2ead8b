/** Code systems by their FHIR URL (FHIR R4 Terminologies, and HL7 Terminology). */
export const SYSTEM = {
  loinc: 'http://loinc.org',
  snomed: 'http://snomed.info/sct',
  icd10cm: 'http://hl7.org/fhir/sid/icd-10-cm',
  rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  cpt: 'http://www.ama-assn.org/go/cpt',
  hcpcs: 'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
  ucum: 'http://unitsofmeasure.org',
  actCode: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  administrativeGender: 'http://hl7.org/fhir/administrative-gender',
} as const;

export type SystemUrl = (typeof SYSTEM)[keyof typeof SYSTEM];

/** "read" in the named source; "to-check": well known, not re-read, so unverified. */
export type CodeState = 'read' | 'to-check';

export interface CodeEntry {
  readonly system: SystemUrl;
  readonly code: string;
  /** "descendants": the code and every longer one below it (ICD-10-CM "M80.0" holds "M80.051A"). */
  readonly matching: 'exact' | 'descendants';
  readonly state: CodeState;
  readonly source: string;
}

/** The codes of one concept; ValueSets are generated from these tables. */
export interface ConceptTable {
  /** Kebab-case, unique: the ValueSet's id. */
  readonly name: string;
  readonly title: string;
  readonly codes: readonly CodeEntry[];
}

const entries =
  (system: SystemUrl, matching: CodeEntry['matching']) =>
  (state: CodeState, source: string, ...codes: string[]): CodeEntry[] =>
    codes.map((code) => ({ system, code, matching, state, source }));

export const loinc = entries(SYSTEM.loinc, 'exact');
export const snomed = entries(SYSTEM.snomed, 'exact');
/** CPT numbers only: descriptors are the AMA's. */
export const cpt = entries(SYSTEM.cpt, 'exact');
export const hcpcs = entries(SYSTEM.hcpcs, 'exact');
export const rxnorm = entries(SYSTEM.rxnorm, 'exact');
/** ICD-10-CM categories with everything below them. */
export const icd10cm = entries(SYSTEM.icd10cm, 'descendants');
