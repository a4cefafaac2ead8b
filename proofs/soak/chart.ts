import * as load from '../load/chart.ts';
import { prefetchOf } from '../load/chart.ts';
import { patientIdOf, studyUidOf } from '../../test/fakes/numbered-films.ts';
import { imagingStudyOf } from '../../test/fakes/numbered-hospital.ts';

/** Which chart is opened: one with a finished assessment, one without any film, one whose film waits in the run. */
export type ChartKind = 'finished' | 'without-film' | 'in-the-run';

const MODEL_PATIENT = 0;
const finishedChart = prefetchOf(MODEL_PATIENT);

const chartText = (imagingStudies: readonly object[] | undefined): string =>
  JSON.stringify(
    imagingStudies === undefined
      ? finishedChart
      : {
          ...finishedChart,
          imagingStudies: {
            resourceType: 'Bundle',
            type: 'searchset',
            entry: imagingStudies.map((resource) => ({ resource })),
          },
        },
  );

/** Charts as text, made once: making 30 kB anew for each call would measure the caller. */
export function charts(studyDate: string) {
  const finished = chartText(undefined);
  const withoutFilm = chartText([]);
  const inTheRun = chartText([imagingStudyOf(MODEL_PATIENT, studyDate)]);
  /** The prefetch of a chart of that kind: 77 resources, 30 kB. */
  return (kind: ChartKind, number: number): { readonly patientId: string; readonly prefetch: string } => {
    const patientId = kind === 'in-the-run' ? patientIdOf(number) : load.patientIdOf(number);
    const text = { finished, 'without-film': withoutFilm, 'in-the-run': inTheRun }[kind];
    const prefetch = text
      .replaceAll(`${load.patientIdOf(MODEL_PATIENT)}"`, `${patientId}"`)
      .replaceAll(`${patientIdOf(MODEL_PATIENT)}"`, `${patientId}"`)
      .replaceAll(`${load.studyUidOf(MODEL_PATIENT)}"`, `${load.studyUidOf(number)}"`)
      .replaceAll(`${studyUidOf(MODEL_PATIENT)}"`, `${studyUidOf(number)}"`);
    return { patientId, prefetch };
  };
}
