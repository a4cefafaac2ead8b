import type { MeasureReport } from '@medplum/fhirtypes';
import { improvementNotation, populationCode, type Improvement } from '../definitions/measures.ts';

/** A rate as counted by one of our questions. */
export interface CountedRate {
  /** Canonical of our own Measure: never that of the certified measure it resembles. */
  readonly measure: string;
  readonly improvement: Improvement;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly producedAt: string;
  readonly denominator: number;
  readonly numerator: number;
}

/** FHIR R4 MeasureReport of type summary; no score when nobody is in the denominator. */
export function summaryReport(rate: CountedRate): MeasureReport {
  return {
    resourceType: 'MeasureReport',
    status: 'complete',
    type: 'summary',
    measure: rate.measure,
    date: rate.producedAt,
    period: { start: rate.periodStart, end: rate.periodEnd },
    improvementNotation: improvementNotation(rate.improvement),
    group: [
      {
        population: [
          { code: populationCode('denominator'), count: rate.denominator },
          { code: populationCode('numerator'), count: rate.numerator },
        ],
        ...(rate.denominator > 0 ? { measureScore: { value: rate.numerator / rate.denominator } } : {}),
      },
    ],
  };
}

/** MeasureReport of type subject-list of a cohort: how many, and a contained List of who. A work list is no rate. */
export function subjectListReport(
  cohort: Pick<CountedRate, 'measure' | 'periodStart' | 'periodEnd' | 'producedAt'>,
  patientIds: readonly string[],
): MeasureReport {
  return {
    resourceType: 'MeasureReport',
    status: 'complete',
    type: 'subject-list',
    measure: cohort.measure,
    date: cohort.producedAt,
    period: { start: cohort.periodStart, end: cohort.periodEnd },
    contained: [
      {
        resourceType: 'List',
        id: 'patients',
        status: 'current',
        mode: 'snapshot',
        ...(patientIds.length === 0
          ? {}
          : { entry: patientIds.map((patientId) => ({ item: { reference: `Patient/${patientId}` } })) }),
      },
    ],
    group: [
      {
        population: [
          {
            code: populationCode('initial-population'),
            count: patientIds.length,
            subjectResults: { reference: '#patients' },
          },
        ],
      },
    ],
  };
}
