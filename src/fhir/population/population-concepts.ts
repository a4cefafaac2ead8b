import type { CodeableConcept } from '@medplum/fhirtypes';
import { defaultViewRules } from '../../core/film/default-view-rules.ts';
import type { LocalCode } from '../../core/patient/local-code.ts';
import { matchingTerm } from '../../core/film/view-rules.ts';
import { isLumbarBodySite, procedureKind } from '../../core/study/lumbar-codes.ts';
import { isIn } from '../coded.ts';
import { kindOf } from '../normalise/dxa-kind.ts';
import { boneDrugOf, injectedDrugOf, namesDrug, riskDrugOf } from '../normalise/drug-of.ts';
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
  | 'bone-loss-drug'
  /** A drug of no question. */
  | 'other-drug'
  /** An entry without a word of which drug it is: the Medication that it refers to says so. */
  | 'drug-by-reference';

/** Codes and words of a resource; `table` says of what kind it is. */
export interface CodedResource {
  readonly table: string;
  readonly codings: readonly {
    readonly system: string;
    readonly code: string;
    readonly display: string | undefined;
  }[];
  readonly text: string | undefined;
  /** Id of the Medication that an entry refers to. */
  readonly medicationId?: string | undefined;
}

/**
 * The concepts of a resource, by the same terminology and the same local codes of the site as the decision's: a patient
 * whom the card calls untreated must not be counted as treated. Empty: no question asks for it, and no row is kept.
 */
export function populationConcepts(
  { table, codings, text, medicationId }: CodedResource,
  localCodes: readonly LocalCode[],
): readonly PopulationConcept[] {
  const concept: CodeableConcept = {
    coding: codings.map(({ system, code, display }) => ({
      system,
      code,
      ...(display === undefined ? {} : { display }),
    })),
    ...(text === undefined ? {} : { text }),
  };
  switch (table) {
    case 'film_study':
      return codings.some(isLumbarFilm) ? ['lumbar-radiograph'] : [];
    case 'bone_density':
      return densityConcepts(concept);
    case 'condition':
      return conditionConcepts(concept);
    case 'procedure':
      return [
        ...careConcepts(concept),
        ...dxaConcepts(concept, localCodes),
        ...(injectedDrugOf(concept) === undefined ? [] : (['osteoporosis-drug'] as const)),
      ];
    case 'service_request':
    case 'diagnostic_report':
      return dxaConcepts(concept, localCodes);
    case 'medication':
      return medicationConcepts(concept);
    default:
      return namesDrug(concept) || medicationId === undefined ? drugConcepts(concept) : ['drug-by-reference'];
  }
}

function isLumbarFilm({ system, code }: CodedResource['codings'][number]): boolean {
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

const dxaConcepts = (
  concept: CodeableConcept,
  localCodes: readonly LocalCode[],
): readonly PopulationConcept[] => (kindOf([concept], localCodes) === 'central-dxa' ? ['dxa-central'] : []);

/** A drug of no question is kept too: otherwise what a reference means and what is not known could not be told apart. */
function medicationConcepts(concept: CodeableConcept): readonly PopulationConcept[] {
  if (!namesDrug(concept)) return [];
  const concepts = drugConcepts(concept);
  return concepts.length === 0 ? ['other-drug'] : concepts;
}

function drugConcepts(concept: CodeableConcept): readonly PopulationConcept[] {
  if (boneDrugOf(concept) !== undefined) return ['osteoporosis-drug'];
  const risk = riskDrugOf(concept);
  return risk !== undefined && risk !== 'systemic-oestrogen' ? ['bone-loss-drug'] : [];
}
