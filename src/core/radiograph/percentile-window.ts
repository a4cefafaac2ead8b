import type { StoredFrame } from './stored-frame.ts';
import type { VoiWindow } from './voi-window.ts';

/** Share of pixels below the black end and above the white end when an object carries no VOI at all. */
export const PERCENTILE_TAIL = 0.005;

/** Rows are sampled so that about this many pixels are counted. */
const SAMPLED_PIXELS = 1_000_000;

/**
 * The stated rule for objects without window and VOI LUT: LINEAR_EXACT from the 0.5th to the 99.5th percentile of the
 * values after the Modality LUT. `modalityTable` maps a stored word to such a value. Returns undefined for a frame of
 * one value, which has no contrast to show.
 */
export function percentileWindow(frame: StoredFrame, modalityTable: Float64Array): VoiWindow | undefined {
  const counts = countWords(frame, modalityTable.length);
  const byValue = new Map<number, number>();
  let total = 0;
  counts.forEach((count, word) => {
    if (count === 0) return;
    const value = modalityTable[word] ?? 0;
    byValue.set(value, (byValue.get(value) ?? 0) + count);
    total += count;
  });
  const ordered = [...byValue].sort(([a], [b]) => a - b);
  const low = quantile(ordered, total * PERCENTILE_TAIL);
  const high = quantile(ordered, total * (1 - PERCENTILE_TAIL));
  if (low === undefined || high === undefined || high <= low) return undefined;
  return { center: (low + high) / 2, width: high - low, explanation: 'percentile rule' };
}

function countWords(frame: StoredFrame, words: number): Uint32Array {
  const counts = new Uint32Array(words);
  const rowStep = Math.max(1, Math.floor((frame.rows * frame.columns) / SAMPLED_PIXELS));
  for (let row = 0; row < frame.rows; row += rowStep) {
    const end = (row + 1) * frame.columns;
    for (let i = row * frame.columns; i < end; i++) counts[frame.words[i]!]!++;
  }
  return counts;
}

/** Smallest value at or below which at least `rank` pixels lie. */
function quantile(ordered: readonly (readonly [number, number])[], rank: number): number | undefined {
  let seen = 0;
  for (const [value, count] of ordered) {
    seen += count;
    if (seen >= rank) return value;
  }
  return ordered.at(-1)?.[0];
}
