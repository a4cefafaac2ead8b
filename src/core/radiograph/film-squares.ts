import { areaAverage, type AveragedSize } from './area-average.ts';
import type { StoredFrame } from './stored-frame.ts';

/** A film averaged to a square of a size, grey 0..1 in row order; not to be written into. */
export type FilmSquares = (size: AveragedSize) => Float32Array;

/**
 * Averages each size once, however many ask for it: a pass over all pixels of a film of 7 megapixels costs a third of the
 * inference that follows.
 */
export function filmSquares(frame: StoredFrame, table: Float64Array): FilmSquares {
  const made = new Map<string, Float32Array>();
  return (size) => {
    const key = `${size.widthPx} ${size.heightPx} ${size.padValue}`;
    const square = made.get(key) ?? areaAverage(frame, table, size);
    made.set(key, square);
    return square;
  };
}
