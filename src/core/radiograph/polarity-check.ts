import type { AveragedFilm } from './area-average.ts';

export type PolarityFinding = 'bone-bright' | 'inverted' | 'no-air';

/** Within this of black or white a pixel counts as saturated: direct-exposure air is, tissue is not. */
const SATURATED = 0.03;
/** Largest difference along an edge row or column that is collimator, shutter or nothing but air. */
const STRAIGHT_EDGE_RANGE = 0.06;
/** Smallest share of the field that counts as seen. */
const AIR_SHARE = 0.005;
/** A white area must be this large before it is taken for air of an inverted film; bone can saturate too. */
const INVERTED_AIR_SHARE = 0.04;

/**
 * Shows the polarity on the image itself by direct-exposure air, which must be darker than everything else. Straight
 * full-length edges are left out first, because a shutter is black and an unexposed border white whatever the film is.
 * What is left of saturated black beside the body or as bowel gas is air on a bone-bright film; a large saturated white
 * area at the sides of the upper half, with no black, is air on an inverted one (below, the pelvis may saturate).
 * "no-air" proves nothing.
 */
export function findPolarity(film: AveragedFilm): PolarityFinding {
  const field = exposedField(film);
  const width = field.right - field.left;
  const height = field.bottom - field.top;
  if (width < film.widthPx / 4 || height < film.heightPx / 4) return 'no-air';
  const area = width * height;
  const dark = countIn(film, field, (grey) => grey <= SATURATED) / area;
  const bright = countIn(film, field, (grey) => grey >= 1 - SATURATED) / area;
  const upper = { ...field, bottom: field.top + Math.floor(height / 2) };
  const brightSides =
    countIn(film, { ...upper, right: field.left + Math.floor(width / 4) }, (grey) => grey >= 1 - SATURATED) +
    countIn(film, { ...upper, left: field.right - Math.floor(width / 4) }, (grey) => grey >= 1 - SATURATED);
  if (dark >= AIR_SHARE && dark >= 2 * bright) return 'bone-bright';
  return dark < AIR_SHARE && brightSides / area >= INVERTED_AIR_SHARE ? 'inverted' : 'no-air';
}

interface Field {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The field without full-length straight edges, each at most to the middle of the film. */
function exposedField(film: AveragedFilm): Field {
  const { widthPx, heightPx } = film;
  const column = (x: number) => rangeOf(heightPx, (y) => film.grey[y * widthPx + x]!);
  const row = (y: number) => rangeOf(widthPx, (x) => film.grey[y * widthPx + x]!);
  let left = 0;
  let right = widthPx;
  let top = 0;
  let bottom = heightPx;
  while (left < widthPx / 2 && column(left) < STRAIGHT_EDGE_RANGE) left++;
  while (right > widthPx / 2 && column(right - 1) < STRAIGHT_EDGE_RANGE) right--;
  while (top < heightPx / 2 && row(top) < STRAIGHT_EDGE_RANGE) top++;
  while (bottom > heightPx / 2 && row(bottom - 1) < STRAIGHT_EDGE_RANGE) bottom--;
  return { left, right, top, bottom };
}

function rangeOf(length: number, at: (i: number) => number): number {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < length; i++) {
    low = Math.min(low, at(i));
    high = Math.max(high, at(i));
  }
  return high - low;
}

function countIn(film: AveragedFilm, field: Field, is: (grey: number) => boolean): number {
  let count = 0;
  for (let y = field.top; y < field.bottom; y++)
    for (let x = field.left; x < field.right; x++) if (is(film.grey[y * film.widthPx + x]!)) count++;
  return count;
}
