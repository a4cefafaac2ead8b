import type { TrainingDataKind } from '../evidence/image-evidence.ts';

/** The words that stand on everything that shows what a model said. */
export const researchNotice: Readonly<Record<TrainingDataKind, string>> = {
  simulated: 'research model, trained on simulated radiographs, not for clinical use',
  clinical: 'research model, not for clinical use',
};
