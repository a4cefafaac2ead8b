import type { Patient } from '@medplum/fhirtypes';
import { ChartBuilder, type SimulatedChart } from './chart-builder.ts';
import type { PatientFilms } from './patient-films.ts';

/** The person of a story; for a patient with films the films say the same, and are asked first. */
export interface StoryPerson {
  readonly given: string;
  readonly family: string;
  readonly gender: NonNullable<Patient['gender']>;
  readonly birthDate: string;
  readonly weightKg: number;
  readonly heightCm: number;
  readonly lumbarTScore: number;
}

/** One simulated patient: who it is, and how the chart is told. */
export interface PatientStory {
  readonly id: string;
  /** The story in one line, shown in the patient list. */
  readonly title: string;
  readonly person: StoryPerson;
  /** What the signed radiology report of the lumbar films says; it never speaks of bone density by itself. */
  readonly filmReport: string;
  /** The films under this record number are another person's: the chart keeps its own birth date and sex. */
  readonly filmsOfAnother?: true;
  readonly tell: (chart: ChartBuilder, person: StoryPerson) => void;
}

/** Builds the chart of a story; person and studies come from the films where there are films. */
export function chartOf(story: PatientStory, films: PatientFilms | undefined, asOf: Date): SimulatedChart {
  const person =
    films === undefined || story.filmsOfAnother === true ? story.person : { ...story.person, ...films };
  const chart = new ChartBuilder(story.id, person, asOf).weightAndHeight(person.weightKg, person.heightCm);
  story.tell(chart, person);
  for (const study of films?.studies ?? []) chart.lumbarFilms(study, story.filmReport);
  return chart.build(story.title);
}
