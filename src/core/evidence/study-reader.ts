import type { View } from '../film/film.ts';
import type { Combination } from '../model/combination.ts';
import type { ScoreCuts } from '../model/manifest.ts';
import type { NoProbability, TrainingDataKind } from './image-evidence.ts';

/** What the active models say of how their scores are read together. */
export interface StudyReader {
  readonly combination: { readonly kind: 'fitted'; readonly combination: Combination } | NoProbability;
  readonly cutsOf: Readonly<Record<View, ScoreCuts>>;
  readonly trainingData: TrainingDataKind;
}
