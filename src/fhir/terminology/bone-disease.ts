import { icd10cm, snomed, type ConceptTable } from './concept-table.ts';

const SNOMED = 'SNOMED CT International';
const ICD = 'ICD-10-CM FY2026';

export const OSTEOPOROSIS: ConceptTable = {
  name: 'osteoporosis',
  title: 'Osteoporosis',
  codes: [
    ...snomed(
      'read',
      SNOMED,
      '64859006',
      '18040001',
      '102447009',
      '390833005',
      '14651005',
      '703264005',
      '443165006',
    ),
    ...icd10cm('read', ICD, 'M81.0', 'M81.8', 'M80.0', 'M80.8'),
  ],
};

/** Risk, never a reason to hold screening back. */
export const OSTEOPENIA: ConceptTable = {
  name: 'osteopenia',
  title: 'Osteopenia and other disorders of bone density',
  codes: [...snomed('read', SNOMED, '312894000', '391040000'), ...icd10cm('read', ICD, 'M85.8')],
};

/** Of one bone or region: neither osteoporosis nor a reason to hold screening back. */
export const LOCALISED_OSTEOPOROSIS: ConceptTable = {
  name: 'localised-osteoporosis',
  title: 'Localised osteoporosis',
  codes: icd10cm('read', ICD, 'M81.6'),
};

export const HIP_FRACTURE: ConceptTable = {
  name: 'hip-fracture',
  title: 'Fracture of the hip',
  codes: [
    ...icd10cm('to-check', ICD, 'S72.0', 'S72.1', 'S72.2'),
    ...snomed('to-check', SNOMED, '5913000', '359817006', '263225007'),
  ],
};

export const VERTEBRAL_FRACTURE: ConceptTable = {
  name: 'vertebral-fracture',
  title: 'Fracture or collapse of a thoracic or lumbar vertebra',
  codes: [
    ...icd10cm('to-check', ICD, 'M48.5', 'S22.0', 'S32.0'),
    ...snomed('to-check', SNOMED, '46866001', '33737001'),
  ],
};

/** Osteoporosis with a current fracture: the fracture is of low trauma by definition. The sixth character is the site. */
export const OSTEOPOROTIC_FRACTURE: ConceptTable = {
  name: 'osteoporotic-fracture',
  title: 'Fracture due to osteoporosis',
  codes: [...icd10cm('to-check', ICD, 'M80.0', 'M80.8'), ...snomed('read', SNOMED, '443165006')],
};

export const HISTORY_OF_OSTEOPOROTIC_FRACTURE: ConceptTable = {
  name: 'history-of-osteoporotic-fracture',
  title: 'Personal history of a healed osteoporotic fracture',
  codes: icd10cm('to-check', ICD, 'Z87.310'),
};

export const OTHER_FRACTURES: Readonly<
  Record<'pelvis' | 'humerus' | 'forearm' | 'rib' | 'ankle', ConceptTable>
> = {
  pelvis: {
    name: 'pelvic-fracture',
    title: 'Fracture of the pelvis or sacrum',
    codes: icd10cm('to-check', ICD, 'S32.1', 'S32.3', 'S32.4', 'S32.5', 'S32.6', 'S32.8', 'S32.9'),
  },
  humerus: {
    name: 'humerus-fracture',
    title: 'Fracture of the upper arm',
    codes: icd10cm('to-check', ICD, 'S42.2', 'S42.3', 'S42.4'),
  },
  forearm: {
    name: 'forearm-fracture',
    title: 'Fracture of the forearm',
    codes: [...icd10cm('to-check', ICD, 'S52'), ...snomed('to-check', SNOMED, '65966004')],
  },
  rib: { name: 'rib-fracture', title: 'Fracture of ribs', codes: icd10cm('to-check', ICD, 'S22.3', 'S22.4') },
  ankle: { name: 'ankle-fracture', title: 'Fracture of the ankle', codes: icd10cm('to-check', ICD, 'S82') },
};

/** Bone broken by a tumour: apart from osteoporosis. */
export const PATHOLOGICAL_FRACTURE: ConceptTable = {
  name: 'pathological-fracture',
  title: 'Pathological fracture in neoplastic or other disease',
  codes: icd10cm('to-check', ICD, 'M84.5', 'M84.6'),
};

/** With one of these a vertebral or hip fracture cannot be taken for osteoporotic. */
export const BONE_MALIGNANCY: ConceptTable = {
  name: 'bone-malignancy',
  title: 'Bone metastasis or multiple myeloma',
  codes: icd10cm('to-check', ICD, 'C79.51', 'C90.0'),
};

/** Transport accidents, falls from a height, being struck or crushed: energies that break sound bone. */
export const HIGH_ENERGY_CAUSE: ConceptTable = {
  name: 'high-energy-cause',
  title: 'External cause of high energy',
  codes: icd10cm(
    'to-check',
    ICD,
    ...Array.from({ length: 90 }, (_, index) => `V${String(index + 1).padStart(2, '0')}`),
    'W11',
    'W12',
    'W13',
    'W14',
    'W15',
    'W17',
    'W20',
    'W30',
    'W31',
    'W32',
    'W33',
    'W34',
  ),
};

export const HYPOGONADISM: ConceptTable = {
  name: 'male-hypogonadism',
  title: 'Hypogonadism in men',
  codes: [...icd10cm('to-check', ICD, 'E29.1', 'E89.5'), ...snomed('to-check', SNOMED, '48723006')],
};
