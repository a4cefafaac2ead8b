import type { DxaTScore, PatientContext } from '../patient/patient-context.ts';
import { earliestDay, type RecordedDate } from '../patient/recorded-date.ts';
import { OSTEOPOROSIS_T_SCORE } from './target.ts';
import type { DxaResult } from './validation-case.ts';

/** ISCD 2023: one vertebra alone does not answer. */
const FEWEST_VERTEBRAE = 2;

const HIP: ReadonlySet<DxaTScore['region']> = new Set(['total-hip', 'femoral-neck', 'hip-part-not-stated']);

type Chart = Pick<PatientContext, 'patientId' | 'tScores' | 'dxaStudies' | 'boneDrugs'>;

/**
 * The DXA results of a chart as a site's table would hold them, one a day: spine and the lowest of the hip. A DXA whose
 * day is not known cannot be placed and is left out; one without a T-score stays, so that its loss is counted. A bound
 * ("< -2.5") counts where it tells on which side of -2.5 the person is.
 */
export function dxaResultsOf(chart: Chart): readonly DxaResult[] {
  const treatmentStarts = treatmentStartsOf(chart);
  const central = chart.dxaStudies.filter(({ extent }) => extent !== 'peripheral');
  const days = new Set([
    ...chart.tScores.filter(answers).map(({ measuredOn }) => measuredOn),
    ...central.map(({ performedOn }) => performedOn),
  ]);
  return [...days]
    .filter((day) => day.length === 10)
    .sort()
    .map((day) => {
      const ofDay = chart.tScores.filter((t) => t.measuredOn === day && answers(t) && tellsTheSide(t));
      return {
        personId: chart.patientId,
        performedOn: day,
        spineTScore: lowest(ofDay.filter(({ region }) => region === 'lumbar-spine')),
        hipTScore: lowest(ofDay.filter(({ region }) => HIP.has(region))),
        treatmentStarts,
      };
    });
}

function answers({ region, vertebrae }: DxaTScore): boolean {
  if (region === 'lumbar-spine') return vertebrae === undefined || vertebrae >= FEWEST_VERTEBRAE;
  return HIP.has(region);
}

function tellsTheSide({ value, comparator }: DxaTScore): boolean {
  if (comparator === undefined) return true;
  const isAtMost = comparator === '<' || comparator === '<=';
  return isAtMost ? value <= OSTEOPOROSIS_T_SCORE : value > OSTEOPOROSIS_T_SCORE;
}

function lowest(tScores: readonly DxaTScore[]): number | undefined {
  return tScores.length === 0 ? undefined : Math.min(...tScores.map(({ value }) => value));
}

/** The first day on which each drug is recorded; a refill begins nothing. Doses against cancer do not count. */
function treatmentStartsOf({ boneDrugs }: Chart): readonly RecordedDate[] {
  const uses = boneDrugs.filter(({ doseUse }) => doseUse !== 'oncology');
  return [...Map.groupBy(uses, ({ drug }) => drug).values()].flatMap((ofDrug) => {
    const days = ofDrug.flatMap(
      ({ firstRecordedOn, lastRecordedOn }) => firstRecordedOn ?? lastRecordedOn ?? [],
    );
    return days.length === 0 ? [] : [days.reduce((a, b) => (earliestDay(b) < earliestDay(a) ? b : a))];
  });
}
