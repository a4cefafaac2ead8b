import type { CodeableConcept, Measure, MeasureGroupPopulation } from '@medplum/fhirtypes';
import { CANONICAL_BASE } from '../print/canonical-urls.ts';
import { headerOf } from './definition-header.ts';

/** Which way a rate gets better (HL7 measure-improvement-notation). */
export type Improvement = 'increase' | 'decrease';

/** A question of the population that is reported as a measure. */
export interface MeasuredQuestion {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly rowsAre: 'patients' | 'counts';
  /** Set where the answer is one rate, a numerator of a denominator. */
  readonly improvement?: Improvement;
  /** PostgreSQL over the flat tables; `$1` is the tenant, `$2` the day. */
  readonly sql: string;
}

/** Canonical of our own Measure: never that of the certified measure which it resembles. */
export const measureUrl = (name: string): string => `${CANONICAL_BASE}/Measure/${name}`;

/** The validation of a model on a site's own patients (`core/validation`). */
export const VALIDATION_MEASURE = 'model-validation';

const HL7_TERMS = 'http://terminology.hl7.org/CodeSystem';

const concept = (codeSystem: string, code: string): CodeableConcept => ({
  coding: [{ system: `${HL7_TERMS}/${codeSystem}`, code }],
});

export const improvementNotation = (improvement: Improvement): CodeableConcept =>
  concept('measure-improvement-notation', improvement);

/** R4 lets other media types stand here (extensible binding); Medplum's type names only those of the value set. */
const SQL = 'application/sql' as 'text/cql';

type PopulationCode = 'initial-population' | 'denominator' | 'numerator';

export const populationCode = (code: PopulationCode): CodeableConcept => concept('measure-population', code);

const population = (code: PopulationCode, column: string, sql: string): MeasureGroupPopulation => ({
  code: populationCode(code),
  criteria: { language: SQL, expression: `SELECT ${column} FROM (\n${sql}\n) answer` },
});

const headOf = (name: string, title: string, description: string) => ({
  resourceType: 'Measure' as const,
  ...headerOf('Measure', name, title),
  subjectCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/resource-types', code: 'Patient' }] },
  description,
  disclaimer: 'A measure of this project, computed on the codes that it holds; no certified quality measure.',
});

function measureOf({ name, title, description, improvement, sql }: MeasuredQuestion): Measure {
  const head = headOf(name, title, description);
  if (improvement === undefined)
    return {
      ...head,
      scoring: concept('measure-scoring', 'cohort'),
      group: [{ population: [population('initial-population', 'patient_id', sql)] }],
    };
  return {
    ...head,
    scoring: concept('measure-scoring', 'proportion'),
    type: [concept('measure-type', 'process')],
    improvementNotation: improvementNotation(improvement),
    group: [
      {
        population: [
          population('denominator', 'denominator', sql),
          population('numerator', 'numerator', sql),
        ],
      },
    ],
  };
}

/**
 * Every measure that a MeasureReport or a care gap of ours names: the rates, the work lists as cohorts, and the
 * validation. That one has no groups: a report has one for each figure, score and target that could be estimated.
 */
export const measures = (questions: readonly MeasuredQuestion[]): readonly Measure[] => [
  ...questions
    .filter(({ rowsAre, improvement }) => rowsAre === 'patients' || improvement !== undefined)
    .map(measureOf),
  headOf(
    VALIDATION_MEASURE,
    'Validation of film models on a site’s own patients',
    'Films paired with the DXA results of the same patients. Each group of a report is one figure (AUC, sensitivity, specificity, PPV, prevalence) of one score against one target, with its 95 % interval; the initial population is who was paired, the numerator who has the target.',
  ),
];
