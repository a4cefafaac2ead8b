import type { ModelInputDescription } from './manifest.ts';

/** NCHW tensor [1, 1, heightPx, widthPx] of an averaged film (`areaAverage`): (grey - mean) / std, by the manifest alone. */
export function tensorOf(averaged: Float32Array, input: ModelInputDescription): Float32Array {
  const [mean] = input.mean;
  const [std] = input.std;
  return averaged.map((grey) => (grey - mean) / std);
}
