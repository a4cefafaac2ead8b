import type { FilmRefusalReason } from '../film/film.ts';
import type { ViewScores } from '../model/combination.ts';
import type { CalendarDay, RecordedDate } from '../patient/recorded-date.ts';

/** One central DXA of one person, as the site's table or record gives it. T-scores are dimensionless. */
export interface DxaResult {
  readonly personId: string;
  readonly performedOn: CalendarDay;
  /** Lumbar spine (two or more vertebrae). */
  readonly spineTScore: number | undefined;
  /** The lower of total hip and femoral neck. */
  readonly hipTScore: number | undefined;
  /** First days of the person's osteoporosis treatments, as far as they are known. */
  readonly treatmentStarts: readonly RecordedDate[];
}

/** One film study as the models read it, with what is known of its person. */
export interface ReadStudy {
  readonly studyInstanceUid: string;
  readonly personId: string | undefined;
  readonly acquiredOn: CalendarDay | undefined;
  readonly birthDate: RecordedDate | undefined;
  readonly sex: 'female' | 'male' | undefined;
  readonly manufacturer: string | undefined;
  /** Calibrated scores by view; undefined when no film of the study gave one. */
  readonly scores: ViewScores | undefined;
  /** Why films of this study gave no score. */
  readonly refusals: readonly FilmRefusalReason[];
}

/**
 * Why a film study is not among the analysed pairs: the first that applies, in the order in which the flow diagram shows
 * them. Whether films can be scored comes late: only films of a pair that could count need to be read.
 */
export const EXCLUSIONS = {
  'no-person': 'the films of the study name no patient, or more than one',
  'identity-mismatch': 'a film of the study names another person than the chart',
  'no-film-date': 'the film carries no date',
  'dates-out-of-order': 'the film is dated before the person was born',
  'no-dxa': 'the person has no DXA',
  'dxa-outside-window': 'no DXA within the window around the film',
  'no-t-score': 'the DXA has no T-score of spine or hip',
  'treatment-between': 'osteoporosis treatment began between film and DXA',
  'film-refused': 'no film of the study could be scored',
  'other-pair-nearer': 'another film of the same person lies nearer to a DXA',
} as const;

export type Exclusion = keyof typeof EXCLUSIONS;

/** One analysed person: one film study, one DXA. */
export interface ValidationCase {
  readonly studyInstanceUid: string;
  readonly scores: ViewScores;
  readonly ageYears: number | undefined;
  readonly sex: 'female' | 'male' | undefined;
  readonly manufacturer: string | undefined;
  readonly spineTScore: number | undefined;
  readonly hipTScore: number | undefined;
  /** DXA day minus film day. */
  readonly daysFromFilmToDxa: number;
}
