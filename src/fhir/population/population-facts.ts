import type { CodeableConcept, Quantity, Resource } from '@medplum/fhirtypes';
import { isAnsweringSite } from '../../core/decision/dxa-history.ts';
import { DEFAULT_THRESHOLDS } from '../../core/decision/policy.ts';
import { defaultViewRules } from '../../core/film/default-view-rules.ts';
import type { LocalCode } from '../../core/patient/local-code.ts';
import { matchingTerm } from '../../core/film/view-rules.ts';
import { isLumbarBodySite, procedureKind } from '../../core/study/lumbar-codes.ts';
import { isIn, wordsOf } from '../coded.ts';
import { kindOf } from '../normalise/dxa-kind.ts';
import { boneDrugOf, injectedDrugOf, namesDrug, riskDrugOf } from '../normalise/drug-of.ts';
import { readTScore } from '../normalise/t-scores.ts';
import { CENTRAL_DENSITY, DXA_STUDY, HIP_T_SCORE, LUMBAR_T_SCORE } from '../terminology/bone-density.ts';
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

/** What an entry of a chart means: a concept, and the columns of its row that are read from it. */
export interface PopulationFact {
  readonly concept: PopulationConcept;
  /** Of a T-score, as the decision reads it; no comparator: exactly so much. */
  readonly value?: number;
  readonly comparator?: string | undefined;
}

/** Codes and words of an entry; `table` says of what kind it is. */
export interface CodedEntry {
  readonly table: string;
  readonly codings: readonly {
    readonly system: string;
    readonly code: string;
    readonly display: string | undefined;
  }[];
  /** The columns of the view; `text` holds the words. */
  readonly cells: Readonly<Record<string, unknown>>;
}

/**
 * What an entry means, by the same terminology and the same local codes of the site as the decision's: a patient whom
 * the card calls untreated must not be counted as treated. Empty: no question asks for it, and no row is kept.
 */
export function populationFacts(
  entry: CodedEntry,
  localCodes: readonly LocalCode[],
): readonly PopulationFact[] {
  const concept = conceptOf(entry);
  if (entry.table === 'bone_density') return densityFacts(concept, entry.cells, localCodes);
  return conceptsOf(entry, concept, localCodes).map((one) => ({ concept: one }));
}

const DENSITIES = [LUMBAR_T_SCORE, HIP_T_SCORE, CENTRAL_DENSITY, DXA_STUDY];

/**
 * Whether the views need be asked at all. Most of a chart are laboratory values and vital signs, and a look at their
 * codes costs a hundredth of the paths of a view.
 */
export function mayBeFact(resource: Resource): boolean {
  if (resource.resourceType !== 'Observation') return true;
  return [resource, ...(resource.component ?? [])].some(({ code }) => isIn(code, ...DENSITIES));
}

function conceptOf({ codings, cells }: CodedEntry): CodeableConcept {
  const text = textIn(cells, 'text');
  return {
    coding: codings.map(({ system, code, display }) => ({
      system,
      code,
      ...(display === undefined ? {} : { display }),
    })),
    ...(text === undefined ? {} : { text }),
  };
}

function conceptsOf(
  { table, codings, cells }: CodedEntry,
  concept: CodeableConcept,
  localCodes: readonly LocalCode[],
): readonly PopulationConcept[] {
  switch (table) {
    case 'film_study':
      return codings.some(isLumbarFilm) ? ['lumbar-radiograph'] : [];
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
      return namesDrug(concept) || textIn(cells, 'medication_id') === undefined
        ? drugConcepts(concept)
        : ['drug-by-reference'];
  }
}

function isLumbarFilm({ system, code }: CodedEntry['codings'][number]): boolean {
  if (system === 'text') return matchingTerm(code, defaultViewRules.lumbar) !== undefined;
  return procedureKind({ system, code }) === 'lumbar' || isLumbarBodySite({ system, code });
}

/** T-scores as the decision reads them: unit, bounds, text, and only of a site that answers in everybody. */
function densityFacts(
  concept: CodeableConcept,
  cells: CodedEntry['cells'],
  localCodes: readonly LocalCode[],
): readonly PopulationFact[] {
  const site = `${wordsOf(concept)} ${textIn(cells, 'site')?.toLowerCase() ?? ''}`;
  const tScore = readTScore(concept, site, quantityIn(cells), textIn(cells, 'value_text'));
  if (tScore !== undefined)
    return isAnsweringSite(tScore, DEFAULT_THRESHOLDS)
      ? [{ concept: 'central-t-score', value: tScore.value, comparator: tScore.comparator }]
      : [];
  // A density within another result (an entry of a risk tool) is no examination.
  if (cells['in_component'] === true || !isIn(concept, CENTRAL_DENSITY, DXA_STUDY)) return [];
  return dxaConcepts(concept, localCodes).length > 0 ? [{ concept: 'central-bmd' }] : [];
}

/** The text of a column; undefined where it holds none. */
export const textIn = (cells: CodedEntry['cells'], column: string): string | undefined =>
  typeof cells[column] === 'string' ? cells[column] : undefined;

function quantityIn(cells: CodedEntry['cells']): Quantity | undefined {
  const { value } = cells;
  if (typeof value !== 'number') return undefined;
  const [unit, comparator] = [textIn(cells, 'unit'), textIn(cells, 'comparator')];
  return {
    value,
    ...(unit !== undefined && { unit }),
    ...(comparator !== undefined && { comparator: comparator as NonNullable<Quantity['comparator']> }),
  };
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
