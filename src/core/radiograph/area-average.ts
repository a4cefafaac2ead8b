import type { StoredFrame } from './stored-frame.ts';

export interface AveragedSize {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Grey of the padding that makes the film square, 0..1. */
  readonly padValue: number;
}

/** Weights of one output cell along one axis. */
interface Cell {
  /** First and last source sample, inclusive. */
  readonly first: number;
  readonly last: number;
  readonly firstWeight: number;
  readonly lastWeight: number;
  readonly totalWeight: number;
  /** Share of the cell that lies on the film; the rest is padding. */
  readonly coverage: number;
}

/** A film at another size in its own proportions, without padding. */
export interface AveragedFilm {
  /** Grey 0..1 in row order. */
  readonly grey: Float32Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * The radiograph padded to a square around its centre and averaged by area to `size`: float32 grey 0..1 in row
 * order. `table` is the grayscale table over stored words, applied to every pixel before averaging (the order in which
 * the networks were trained), so no full-size grey image is ever made.
 *
 * A reduced-resolution frame has its samples at the corner of the cells they stand for, so the grid is shifted by
 * (1 - 2^-L)/2 of its pixels.
 */
export function areaAverage(frame: StoredFrame, table: Float64Array, size: AveragedSize): Float32Array {
  const side = Math.max(frame.filmRows, frame.filmColumns);
  return average(frame, table, size, side, side);
}

/** What shows film alone of a square that `areaAverage` made: without padding, and without cells that are partly padding. */
export function filmWithinSquare(square: Float32Array, size: AveragedSize, frame: StoredFrame): AveragedFilm {
  const side = Math.max(frame.filmRows, frame.filmColumns);
  const [left, right] = cellsOfFilm(frame.filmColumns, side, size.widthPx);
  const [top, bottom] = cellsOfFilm(frame.filmRows, side, size.heightPx);
  const widthPx = right - left;
  const grey = new Float32Array(widthPx * (bottom - top));
  for (let y = top; y < bottom; y++)
    grey.set(square.subarray(y * size.widthPx + left, y * size.widthPx + right), (y - top) * widthPx);
  return { grey, widthPx, heightPx: bottom - top };
}

/** First cell, and the one behind the last, that lie wholly on a film of `film` pixels centred on `side`. */
function cellsOfFilm(film: number, side: number, cells: number): readonly [number, number] {
  const offset = (side - film) / 2;
  return [Math.ceil((offset * cells) / side), Math.floor(((offset + film) * cells) / side)];
}

/** The whole film averaged so that its longer side has at most `longerSidePx` pixels; never enlarged. */
export function averagedFilm(frame: StoredFrame, table: Float64Array, longerSidePx: number): AveragedFilm {
  const { filmRows, filmColumns } = frame;
  const scale = Math.min(1, longerSidePx / Math.max(filmRows, filmColumns));
  const widthPx = Math.max(1, Math.round(filmColumns * scale));
  const heightPx = Math.max(1, Math.round(filmRows * scale));
  const grey = average(frame, table, { widthPx, heightPx, padValue: 0 }, filmColumns, filmRows);
  return { grey, widthPx, heightPx };
}

/** Averages the film centred on an extent of `extentColumns` x `extentRows` full-resolution pixels. */
function average(
  frame: StoredFrame,
  table: Float64Array,
  size: AveragedSize,
  extentColumns: number,
  extentRows: number,
): Float32Array {
  const { reducedLevels } = frame;
  const columns = cellsAlong(frame.filmColumns, frame.columns, extentColumns, size.widthPx, reducedLevels);
  const rows = cellsAlong(frame.filmRows, frame.rows, extentRows, size.heightPx, reducedLevels);
  const result = new Float32Array(size.widthPx * size.heightPx).fill(size.padValue);
  const sums = new Float64Array(frame.columns);
  rows.forEach((row, y) => {
    if (row.coverage === 0) return;
    sumRows(frame, table, row, sums);
    columns.forEach((column, x) => {
      const share = row.coverage * column.coverage;
      if (share === 0) return;
      const mean = sumCell(sums, column) / (row.totalWeight * column.totalWeight);
      result[y * size.widthPx + x] = share * mean + (1 - share) * size.padValue;
    });
  });
  return result;
}

/** Weighted sum of the grey values of a band of rows, for each column. */
function sumRows(frame: StoredFrame, table: Float64Array, row: Cell, sums: Float64Array): void {
  const { words, columns } = frame;
  addRow(words, table, row.first * columns, row.firstWeight, sums, true);
  let y = row.first + 1;
  // Four rows at a time: a quarter of the reads and writes of the sums.
  for (; y + 3 < row.last; y += 4) {
    const a = y * columns;
    const b = a + columns;
    const c = b + columns;
    const d = c + columns;
    for (let x = 0; x < columns; x++)
      sums[x]! +=
        table[words[a + x]!]! + table[words[b + x]!]! + table[words[c + x]!]! + table[words[d + x]!]!;
  }
  for (; y < row.last; y++) addRow(words, table, y * columns, 1, sums, false);
  if (row.last > row.first) addRow(words, table, row.last * columns, row.lastWeight, sums, false);
}

function addRow(
  words: Uint8Array | Uint16Array,
  table: Float64Array,
  start: number,
  weight: number,
  sums: Float64Array,
  fresh: boolean,
): void {
  const columns = sums.length;
  if (fresh) for (let x = 0; x < columns; x++) sums[x] = weight * table[words[start + x]!]!;
  else for (let x = 0; x < columns; x++) sums[x]! += weight * table[words[start + x]!]!;
}

function sumCell(sums: Float64Array, cell: Cell): number {
  let sum = sums[cell.first]! * cell.firstWeight;
  for (let x = cell.first + 1; x < cell.last; x++) sum += sums[x]!;
  return cell.last > cell.first ? sum + sums[cell.last]! * cell.lastWeight : sum;
}

/** Cells along one axis: `film` full-resolution pixels, of which `samples` were decoded, centred on `side`. */
function cellsAlong(
  film: number,
  samples: number,
  side: number,
  cells: number,
  levels: number,
): readonly Cell[] {
  const scale = 2 ** levels;
  const shift = (1 - 1 / scale) / 2;
  const offset = (side - film) / 2;
  return Array.from({ length: cells }, (_, i) => {
    const from = Math.max((i * side) / cells - offset, 0);
    const to = Math.min(((i + 1) * side) / cells - offset, film);
    if (to <= from) return EMPTY;
    return cellOver(from / scale + shift, to / scale + shift, samples, ((to - from) * cells) / side);
  });
}

const EMPTY: Cell = { first: 0, last: 0, firstWeight: 0, lastWeight: 0, totalWeight: 0, coverage: 0 };

function cellOver(from: number, to: number, samples: number, coverage: number): Cell {
  const start = Math.min(Math.max(from, 0), samples);
  const end = Math.min(Math.max(to, 0), samples);
  if (end <= start) {
    const nearest = Math.min(Math.max(Math.floor(from), 0), samples - 1);
    return { first: nearest, last: nearest, firstWeight: 1, lastWeight: 0, totalWeight: 1, coverage };
  }
  const first = Math.min(Math.floor(start), samples - 1);
  const last = Math.max(Math.ceil(end) - 1, first);
  const firstWeight = Math.min(first + 1, end) - start;
  const lastWeight = last > first ? end - last : 0;
  return { first, last, firstWeight, lastWeight, totalWeight: end - start, coverage };
}
