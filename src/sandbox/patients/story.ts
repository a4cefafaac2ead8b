import { ChartBuilder, type Demographics, type SimulatedChart } from './chart-builder.ts';
import type { PatientFilms } from './patient-films.ts';

/** One simulated patient: who it is, and how the chart is told. */
export interface PatientStory {
  readonly id: string;
  /** The story in one line, shown in the patient list. */
  readonly title: string;
  readonly demographics: Demographics;
  /** What the signed radiology report of the lumbar films says; it never speaks of bone density by itself. */
  readonly filmReport: string;
  readonly tell: (chart: ChartBuilder) => void;
}

/** Builds the chart of a story; birth date, gender and studies come from the films where there are films. */
export function chartOf(story: PatientStory, films: PatientFilms | undefined, asOf: Date): SimulatedChart {
  const demographics =
    films === undefined
      ? story.demographics
      : { ...story.demographics, birthDate: films.birthDate, gender: films.gender };
  const chart = new ChartBuilder(story.id, demographics, asOf);
  story.tell(chart);
  for (const study of films?.studies ?? []) chart.lumbarFilms(study, story.filmReport);
  return chart.build(story.title);
}
