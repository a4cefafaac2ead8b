import type { AttentionMap } from '../film/film.ts';
import type { ScoreManifest } from './manifest.ts';

/** What a score network answered for one film, as plain arrays. */
export interface ScoreOutput {
  readonly logits: readonly number[];
  /** Row-major, manifest `outputs.cam` rows x columns. */
  readonly cam: readonly number[];
  readonly novelty: number;
}

export interface FilmScore {
  /** Calibrated log-odds number; a score, never shown as a probability. */
  readonly score: number;
  readonly attention: AttentionMap;
  readonly novelty: number;
}

/** Calibrated score of one film. Returns undefined when the network answered something that is not a number. */
export function scoreOf(manifest: ScoreManifest, output: ScoreOutput): FilmScore | undefined {
  const [other, positive] = output.logits;
  const { rows, columns } = manifest.outputs.cam;
  if (other === undefined || positive === undefined || output.cam.length !== rows * columns) return undefined;
  const score = manifest.calibration.intercept + manifest.calibration.slope * (positive - other);
  if (![score, output.novelty, ...output.cam].every(Number.isFinite)) return undefined;
  return { score, attention: { rows, columns, values: output.cam }, novelty: output.novelty };
}

/** Softmax of logits, stable for large values. */
export function softmax(logits: readonly number[]): readonly number[] {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
