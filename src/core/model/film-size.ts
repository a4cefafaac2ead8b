import type { FilmRefusal } from '../film/film.ts';
import type { ModelInputDescription } from './manifest.ts';

/**
 * Refuses films that would have to be enlarged: the longer side must have at least the pixels that the network reads,
 * the shorter one half of them (a narrow strip is no lumbar film).
 */
export function refusalBySize(
  rows: number,
  columns: number,
  input: Pick<ModelInputDescription, 'widthPx' | 'heightPx'>,
): FilmRefusal | undefined {
  const wanted = Math.max(input.widthPx, input.heightPx);
  if (Math.max(rows, columns) >= wanted && Math.min(rows, columns) >= wanted / 2) return undefined;
  return {
    reason: 'too-small',
    detail: `${columns} x ${rows} pixels, the model reads ${input.widthPx} x ${input.heightPx}`,
  };
}
