import type { FilmRefusal } from '../film/film.ts';
import { grayscaleSteps, tableOverWords, type GrayscaleDescription } from './grayscale-steps.ts';
import type { StoredFrame } from './stored-frame.ts';

/** `table[word]`: grey 0..1 (bone bright) of every whole stored word; `steps` says in words how, in order. */
export interface GrayscaleTable {
  readonly kind: 'ready';
  readonly table: Float64Array;
  readonly steps: readonly string[];
  readonly polarityContradicted: boolean;
}

export type GrayscaleResult =
  | GrayscaleTable
  | { readonly kind: 'refused'; readonly refusal: FilmRefusal; readonly steps: readonly string[] };

/**
 * The grayscale order as one table over stored words: exact, because a stored word is 8 or 16 bits. `frame` is only
 * looked at when the object carries no VOI at all.
 */
export function grayscaleTable(description: GrayscaleDescription, frame: StoredFrame): GrayscaleResult {
  const found = grayscaleSteps(description, frame);
  if (found.kind === 'refused') return { kind: 'refused', refusal: found.refusal, steps: found.words };
  const { format, modality, voi, invert, polarityContradicted } = found;
  const grey = invert ? (value: number) => 1 - voi.map(value) : voi.map;
  const table = tableOverWords(format, (stored) => grey(modality.map(stored)));
  return { kind: 'ready', table, steps: found.words, polarityContradicted };
}
