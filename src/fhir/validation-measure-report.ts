import type { MeasureReport, MeasureReportGroup } from '@medplum/fhirtypes';
import type { Estimated } from '../core/statistics/estimate.ts';
import type { ScoreReport, SiteReport } from '../core/validation/site-report.ts';
import { measureUrl, populationCode, VALIDATION_MEASURE } from './definitions/measures.ts';
import { OURS } from './print/canonical-urls.ts';

/**
 * A validation as a FHIR R4 MeasureReport of type summary: one group a score and target, each figure a group score
 * with its interval. A figure that is not estimable has a dataAbsentReason in place of a value.
 */
export function printValidationMeasureReport(report: SiteReport): MeasureReport {
  const day = report.madeAt.slice(0, 10);
  return {
    resourceType: 'MeasureReport',
    status: 'complete',
    type: 'summary',
    measure: measureUrl(VALIDATION_MEASURE),
    date: report.madeAt,
    period: { start: day, end: day },
    reporter: { display: report.title },
    group: report.scores.flatMap(groupsOf),
  };
}

function groupsOf({ score, target, accuracy }: ScoreReport): MeasureReportGroup[] {
  if (accuracy.kind === 'not-estimable') return [];
  const { auc } = accuracy;
  const figures: readonly (readonly [string, Estimated])[] = [
    ['auc', auc.kind === 'estimated' ? auc.interval : auc],
    ['sensitivity', accuracy.sensitivity.wilson],
    ['specificity', accuracy.specificity.wilson],
    ['ppv', accuracy.ppv],
    ['prevalence', accuracy.prevalence],
  ];
  return figures.map(([name, figure]) => ({
    code: { text: `${name} of ${score} against ${target}` },
    population: [
      population('initial-population', accuracy.people),
      population('numerator', accuracy.withCondition),
    ],
    measureScore: scoreOf(figure),
  }));
}

function scoreOf(figure: Estimated): NonNullable<MeasureReportGroup['measureScore']> {
  if (figure.kind === 'not-estimable')
    return {
      extension: [
        {
          url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason',
          valueCode: 'not-applicable',
        },
      ],
    };
  return {
    value: figure.value,
    unit: '1',
    system: 'http://unitsofmeasure.org',
    code: '1',
    extension: [
      {
        url: OURS.extension.interval95,
        valueRange: { low: { value: figure.lower }, high: { value: figure.upper } },
      },
    ],
  };
}

const population = (code: 'initial-population' | 'numerator', count: number) => ({
  code: populationCode(code),
  count,
});
