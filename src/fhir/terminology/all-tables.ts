import * as boneDensity from './bone-density.ts';
import * as boneDisease from './bone-disease.ts';
import * as care from './care-and-hardware.ts';
import type { ConceptTable } from './concept-table.ts';
import { BONE_DRUGS, RISK_DRUGS } from './drugs.ts';

const drugTables: readonly ConceptTable[] = [...BONE_DRUGS, ...RISK_DRUGS]
  .filter(({ codes }) => codes.length > 0)
  .map(({ drug, codes }) => ({ name: `drug-${drug}`, title: `Drug: ${drug.replaceAll('-', ' ')}`, codes }));

/** Every concept with its codes, in one list: ValueSets are generated from it. */
export const CONCEPT_TABLES: readonly ConceptTable[] = [
  boneDensity.LUMBAR_T_SCORE,
  boneDensity.HIP_T_SCORE,
  boneDensity.FOREARM_T_SCORE,
  boneDensity.CALCANEUS_T_SCORE,
  boneDensity.CENTRAL_DENSITY,
  boneDensity.DXA_STUDY,
  boneDensity.PERIPHERAL_DXA_STUDY,
  boneDensity.NOT_DXA,
  boneDensity.LUMBAR_RADIOGRAPH,
  boneDisease.OSTEOPOROSIS,
  boneDisease.OSTEOPENIA,
  boneDisease.LOCALISED_OSTEOPOROSIS,
  boneDisease.HIP_FRACTURE,
  boneDisease.VERTEBRAL_FRACTURE,
  boneDisease.OSTEOPOROTIC_FRACTURE,
  boneDisease.HISTORY_OF_OSTEOPOROTIC_FRACTURE,
  ...Object.values(boneDisease.OTHER_FRACTURES),
  boneDisease.PATHOLOGICAL_FRACTURE,
  boneDisease.BONE_MALIGNANCY,
  boneDisease.HIGH_ENERGY_CAUSE,
  boneDisease.HYPOGONADISM,
  care.HOSPICE,
  care.PALLIATIVE_CARE,
  care.PREGNANCY,
  care.PREGNANCY_STATUS,
  care.POSTMENOPAUSAL,
  care.PREMENOPAUSAL,
  care.BODY_WEIGHT,
  ...Object.values(care.TOOL_RESULTS),
  care.ARTHRODESIS_STATUS,
  care.LUMBAR_FUSION,
  care.HIP_REPLACEMENT,
  ...drugTables,
];
