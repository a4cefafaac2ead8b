import type { CodeableConcept } from '@medplum/fhirtypes';
import { defaultViewRules } from '../../core/film/default-view-rules.ts';
import { matchingTerm } from '../../core/film/view-rules.ts';
import { isLumbarBodySite, procedureKind } from '../../core/study/lumbar-codes.ts';
import { isIn } from '../coded.ts';
import { kindOf } from '../normalise/dxa-kind.ts';
import { boneDrugOf, injectedDrugOf, riskDrugOf } from '../normalise/drug-of.ts';
import { CENTRAL_DENSITY, HIP_T_SCORE, LUMBAR_T_SCORE } from '../terminology/bone-density.ts';
import {
  HIP_FRACTURE,
  HISTORY_OF_OSTEOPOROTIC_FRACTURE,
  HYPOGONADISM,
  OSTEOPENIA,
  OSTEOPOROSIS,
  OSTEOPOROTIC_FRACTURE,
  VERTEBRAL_FRACTURE,
} from '../terminology/bone-disease.ts';
import { HOSPICE, PALLIATIVE_CARE } from '../terminology/care-and-hardware.ts';

/** What a code of a chart means to the population questions. */
export type PopulationConcept =
  | 'lumbar-radiograph'
  | 'central-t-score'
  | 'central-bmd'
  | 'osteoporosis'
  | 'fragility-fracture'
  | 'bone-loss-risk'
  | 'hospice'
  | 'palliative-care'
  | 'dxa-central'
  | 'osteoporosis-drug'
  | 'bone-loss-drug';

/** One coded row of a flat table: `table` says of what kind the resource was. */
export interface CodedRow {
  readonly table: string;
  readonly system: string;
  readonly code: string;
  readonly text: string | undefined;
}

/**
 * The concepts of a row, by the same terminology as the decision's: a patient whom the card calls untreated must not be
 * counted as treated. Empty: no question asks for it, and the row is not kept.
 */
export function populationConcepts(row: CodedRow): readonly PopulationConcept[] {
  const concept: CodeableConcept = {
    coding: [
      { system: row.system, code: row.code, ...(row.text === undefined ? {} : { display: row.text }) },
    ],
  };
  switch (row.table) {
    case 'film_study':
      return isLumbarFilm(row) ? ['lumbar-radiograph'] : [];
    case 'bone_density':
      return densityConcepts(concept);
    case 'condition':
      return conditionConcepts(concept);
    case 'procedure':
      return [
        ...careConcepts(concept),
        ...dxaConcepts(concept),
        ...(injectedDrugOf(concept) === undefined ? [] : (['osteoporosis-drug'] as const)),
      ];
    case 'service_request':
      return dxaConcepts(concept);
    default:
      return drugConcepts(concept);
  }
}

function isLumbarFilm({ system, code }: CodedRow): boolean {
  if (system === 'text') return matchingTerm(code, defaultViewRules.lumbar) !== undefined;
  return procedureKind({ system, code }) === 'lumbar' || isLumbarBodySite({ system, code });
}

function densityConcepts(concept: CodeableConcept): readonly PopulationConcept[] {
  if (isIn(concept, LUMBAR_T_SCORE, HIP_T_SCORE)) return ['central-t-score'];
  return isIn(concept, CENTRAL_DENSITY) ? ['central-bmd'] : [];
}

function conditionConcepts(concept: CodeableConcept): readonly PopulationConcept[] {
  const fracture = isIn(
    concept,
    HIP_FRACTURE,
    VERTEBRAL_FRACTURE,
    OSTEOPOROTIC_FRACTURE,
    HISTORY_OF_OSTEOPOROTIC_FRACTURE,
  );
  return [
    ...(isIn(concept, OSTEOPOROSIS) ? (['osteoporosis'] as const) : []),
    ...(fracture ? (['fragility-fracture'] as const) : []),
    ...(isIn(concept, OSTEOPENIA, HYPOGONADISM) ? (['bone-loss-risk'] as const) : []),
    ...careConcepts(concept),
  ];
}

const careConcepts = (concept: CodeableConcept): readonly PopulationConcept[] => [
  ...(isIn(concept, HOSPICE) ? (['hospice'] as const) : []),
  ...(isIn(concept, PALLIATIVE_CARE) ? (['palliative-care'] as const) : []),
];

const dxaConcepts = (concept: CodeableConcept): readonly PopulationConcept[] =>
  kindOf([concept], []) === 'central-dxa' ? ['dxa-central'] : [];

function drugConcepts(concept: CodeableConcept): readonly PopulationConcept[] {
  if (boneDrugOf(concept) !== undefined) return ['osteoporosis-drug'];
  const risk = riskDrugOf(concept);
  return risk !== undefined && risk !== 'systemic-oestrogen' ? ['bone-loss-drug'] : [];
}
