import type { List, MeasureReport } from '@medplum/fhirtypes';

/** A rate as counted by one of our questions. */
export interface CountedRate {
  /** Canonical of our own Measure: never that of the certified measure it resembles. */
  readonly measure: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly producedAt: string;
  readonly denominator: number;
  readonly numerator: number;
}

const populationCode = (code: 'denominator' | 'numerator') => ({
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/measure-population', code }],
});

/** FHIR R4 MeasureReport of type summary; no score when nobody is in the denominator. */
export function summaryReport(rate: CountedRate): MeasureReport {
  return {
    resourceType: 'MeasureReport',
    status: 'complete',
    type: 'summary',
    measure: rate.measure,
    date: rate.producedAt,
    period: { start: rate.periodStart, end: rate.periodEnd },
    improvementNotation: {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/measure-improvement-notation', code: 'increase' },
      ],
    },
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

/** MeasureReport of type subject-list: the summary with, for each population, a contained List of its patients. */
export function subjectListReport(
  rate: CountedRate,
  patients: { readonly denominator: readonly string[]; readonly numerator: readonly string[] },
): MeasureReport {
  const summary = summaryReport(rate);
  const lists = (['denominator', 'numerator'] as const).map((code): List => ({
    resourceType: 'List',
    id: code,
    status: 'current',
    mode: 'snapshot',
    ...(patients[code].length === 0
      ? {}
      : { entry: patients[code].map((patientId) => ({ item: { reference: `Patient/${patientId}` } })) }),
  }));
  return {
    ...summary,
    type: 'subject-list',
    contained: lists,
    group: (summary.group ?? []).map((group) => ({
      ...group,
      population: (group.population ?? []).map((population) => ({
        ...population,
        subjectResults: { reference: `#${population.code?.coding?.[0]?.code}` },
      })),
    })),
  };
}
