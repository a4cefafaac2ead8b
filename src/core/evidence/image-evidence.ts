import type { FilmIdentity, FilmRefusal, ScoredFilm, View } from '../film/film.ts';

/** There is no rule-out: the third outcome only says that the film gave no flag (21 CFR 892.1171). */
export type ImageOutcome = 'flagged' | 'uncertain' | 'not-flagged';

/**
 * P(lumbar DXA T-score <= -2.5) from the fitted update logit P = a + b score + f(age, sex), with the 95 % interval of
 * the group estimate (not of the person).
 */
export interface GroupProbability {
  readonly kind: 'fitted';
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** The same group without the film: what age and sex alone say. */
  readonly ageSexValue: number;
  /** On whom the update was fitted, in words. */
  readonly fittedOn: string;
}

export interface NoProbability {
  readonly kind: 'absent';
  readonly reason: 'no-site-fit' | 'age-or-sex-unknown' | 'model-version-differs';
}

/** What the model package says of its own training: decides the words that every output carries. */
export type TrainingDataKind = 'simulated' | 'clinical';

/** The films of one study as the models read them together. */
export interface AvailableImageEvidence {
  readonly kind: 'available';
  readonly studyInstanceUid: string;
  readonly acquiredOn: string | undefined;
  readonly films: readonly ScoredFilm[];
  /** Films of the study that were refused, each with its reason. */
  readonly refused: readonly {
    readonly identity: FilmIdentity;
    readonly view: View | undefined;
    readonly refusal: FilmRefusal;
  }[];
  readonly outcome: ImageOutcome;
  /** Film-only score of the views that were readable, and the cut above which it is flagged. */
  readonly filmScore: number;
  readonly flaggedAtOrAbove: number;
  readonly probability: GroupProbability | NoProbability;
  readonly trainingData: TrainingDataKind;
  /** SHA-256 over tenant, study, films with pixel digests and model versions. */
  readonly imageResultKey: string;
}

export interface UnavailableImageEvidence {
  readonly kind: 'unavailable';
  readonly refusal: FilmRefusal;
  /** The study that was looked at, when there was one. */
  readonly studyInstanceUid: string | undefined;
}

export type ImageEvidence = AvailableImageEvidence | UnavailableImageEvidence;
