import { cpt, icd10cm, loinc, SYSTEM, snomed, type ConceptTable } from './concept-table.ts';

const SNOMED = 'SNOMED CT International';
const ICD = 'ICD-10-CM FY2026';

export const HOSPICE: ConceptTable = {
  name: 'hospice-care',
  title: 'Hospice care',
  codes: snomed('to-check', SNOMED, '385763009', '170935008', '170936009', '183919006', '305336008'),
};

export const PALLIATIVE_CARE: ConceptTable = {
  name: 'palliative-care',
  title: 'Palliative care',
  codes: [...icd10cm('to-check', ICD, 'Z51.5'), ...snomed('to-check', SNOMED, '103735009', '385736008')],
};

export const PREGNANCY: ConceptTable = {
  name: 'pregnancy',
  title: 'Pregnancy',
  codes: [
    ...icd10cm('to-check', ICD, 'Z33.1', 'Z34', 'O09', 'O10', 'O24', 'O26', 'O99'),
    ...snomed('to-check', SNOMED, '77386006', '72892002'),
  ],
};

/** Pregnancy status as an observation; its value says yes or no. */
export const PREGNANCY_STATUS: ConceptTable = {
  name: 'pregnancy-status',
  title: 'Pregnancy status',
  codes: loinc('to-check', 'LOINC', '82810-3'),
};

export const POSTMENOPAUSAL: ConceptTable = {
  name: 'postmenopausal',
  title: 'Postmenopausal',
  codes: [
    ...snomed('to-check', SNOMED, '76498008'),
    ...icd10cm('to-check', ICD, 'Z78.0', 'N95.0', 'N95.1', 'N95.2', 'E28.310', 'E89.40', 'E89.41', 'Z90.722'),
  ],
};

export const PREMENOPAUSAL: ConceptTable = {
  name: 'premenopausal',
  title: 'Premenopausal',
  codes: snomed('to-check', SNOMED, '22636003'),
};

/** Body weight, as vital signs carry it. */
export const BODY_WEIGHT: ConceptTable = {
  name: 'body-weight',
  title: 'Body weight',
  codes: loinc('read', 'FHIR R4 vital signs profile', '29463-7', '3141-9'),
};

export const TOOL_RESULTS = {
  'frax-major-fracture-without-bmd': {
    name: 'frax-major-fracture',
    title: 'FRAX 10-year probability of a major fracture, without BMD',
    codes: loinc('read', 'LOINC', '90265-0'),
  },
  ost: { name: 'ost-score', title: 'OST', codes: loinc('read', 'LOINC', '98146-4') },
  orai: { name: 'orai-score', title: 'ORAI', codes: loinc('read', 'LOINC', '98139-9') },
  osiris: { name: 'osiris-score', title: 'OSIRIS', codes: loinc('read', 'LOINC', '98133-2') },
} as const satisfies Record<string, ConceptTable>;

/** Z98.1 is "arthrodesis status" of any joint; only with words or a site that name the spine does it count. */
export const ARTHRODESIS_STATUS: ConceptTable = {
  name: 'arthrodesis-status',
  title: 'Arthrodesis status',
  codes: icd10cm('to-check', ICD, 'Z98.1'),
};

export const LUMBAR_FUSION: ConceptTable = {
  name: 'lumbar-fusion',
  title: 'Fusion or instrumentation of the lumbar spine',
  codes: [
    ...icd10cm('to-check', ICD, 'M43.26', 'M43.27', 'M96.0'),
    ...cpt('to-check', 'CPT numbers', '22533', '22558', '22612', '22630', '22633', '22840', '22842', '22845'),
    ...snomed('to-check', SNOMED, '55705006'),
  ],
};

export const HIP_REPLACEMENT: ConceptTable = {
  name: 'hip-replacement',
  title: 'Hip replacement',
  codes: [
    ...icd10cm('to-check', ICD, 'Z96.64'),
    ...cpt('to-check', 'CPT numbers', '27130', '27132'),
    ...snomed('to-check', SNOMED, '52734007'),
  ],
};

/** Encounter.class codes of v3-ActCode, by what they mean for a card. Anything else is "other". */
export const ENCOUNTER_SETTING = {
  AMB: 'ambulatory',
  VR: 'ambulatory',
  HH: 'other',
  FLD: 'other',
  EMER: 'emergency',
  IMP: 'inpatient',
  ACUTE: 'inpatient',
  NONAC: 'inpatient',
  OBSENC: 'inpatient',
  PRENC: 'other',
  SS: 'perioperative',
} as const;
export const ENCOUNTER_CLASS_SYSTEM = SYSTEM.actCode;
