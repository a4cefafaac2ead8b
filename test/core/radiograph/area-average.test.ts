import fc from 'fast-check';
import { areaAverage, averagedFilm, filmWithinSquare } from '../../../src/core/radiograph/area-average.ts';
import type { StoredFrame } from '../../../src/core/radiograph/stored-frame.ts';

/** grey = word / 100 */
const table = Float64Array.from({ length: 65536 }, (_, word) => word / 100);

function frame(rows: number, columns: number, words: readonly number[]): StoredFrame {
  return {
    words: Uint16Array.from(words),
    rows,
    columns,
    filmRows: rows,
    filmColumns: columns,
    reducedLevels: 0,
  };
}

function rounded(values: Float32Array): readonly number[] {
  return Array.from(values, (value) => Math.round(value * 1e5) / 1e5);
}

describe('the area average', () => {
  it('averages whole cells', () => {
    // 4 x 4 to 2 x 2: (0 + 10 + 40 + 50) / 4 = 25 and so on.
    const words = Array.from({ length: 16 }, (_, i) => 10 * i);
    const result = areaAverage(frame(4, 4, words), table, { widthPx: 2, heightPx: 2, padValue: 0 });
    expect(rounded(result)).toEqual([0.25, 0.45, 1.05, 1.25]);
  });

  it('weighs pixels that lie in two cells by their shares', () => {
    // 3 columns to 2: the first cell is (0 + 30 / 2) / 1.5 = 10, the second (30 / 2 + 90) / 1.5 = 70.
    const words = [0, 30, 90, 0, 30, 90, 0, 30, 90];
    const result = areaAverage(frame(3, 3, words), table, { widthPx: 2, heightPx: 2, padValue: 0 });
    expect(rounded(result)).toEqual([0.1, 0.7, 0.1, 0.7]);
  });

  it('pads to a square around the centre with the stated grey', () => {
    // 2 wide, 4 high: one column of padding left and right.
    const words = [100, 100, 100, 100, 100, 100, 100, 100];
    const result = areaAverage(frame(4, 2, words), table, { widthPx: 4, heightPx: 4, padValue: 0.5 });
    expect(rounded(result).slice(0, 4)).toEqual([0.5, 1, 1, 0.5]);
  });

  it('pads by half a pixel on both sides when the difference is odd', () => {
    // 1 wide on a square of 2: each output column is half film (1.0), half padding (0.0).
    const result = areaAverage(frame(2, 1, [100, 100]), table, { widthPx: 2, heightPx: 2, padValue: 0 });
    expect(rounded(result)).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it('applies the grayscale before averaging', () => {
    // A threshold table: the mean of 0 and 1 is a half, the threshold of the mean would be 0 or 1.
    const threshold = Float64Array.from({ length: 65536 }, (_, word) => (word >= 50 ? 1 : 0));
    const result = areaAverage(frame(1, 2, [0, 50]), threshold, { widthPx: 1, heightPx: 1, padValue: 0 });
    // One row on a square of two: half of the cell is padding.
    expect(rounded(result)).toEqual([0.25]);
  });

  it('shifts the grid of a reduced frame, whose samples stand at the corner of their cells', () => {
    // Film of 8 columns, value = 10 x position of the pixel centre; level 1 samples lie at pixels 0, 2, 4, 6.
    const full = Array.from({ length: 64 }, (_, i) => 10 * (i % 8) + 5);
    const reduced = Array.from({ length: 16 }, (_, i) => 20 * (i % 4) + 5);
    const size = { widthPx: 2, heightPx: 2, padValue: 0 };
    const exact = areaAverage(frame(8, 8, full), table, size);
    const half: StoredFrame = { ...frame(4, 4, reduced), filmRows: 8, filmColumns: 8, reducedLevels: 1 };
    const [left] = areaAverage(half, table, size);
    // Shift (1 - 1/2) / 2 = 0.25 samples: 0.75 x 5 + 25 + 0.25 x 45 over 2 samples = 20, as exact: mean of 5..35.
    expect(left).toBeCloseTo(0.2, 6);
    expect(exact[0]).toBeCloseTo(0.2, 6);
  });

  it('keeps the mean of a square film whatever the sizes', () => {
    const sizes = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(sizes, sizes, fc.infiniteStream(fc.nat(100)), (side, target, stream) => {
        const words = [...stream.take(side * side)];
        const result = areaAverage(frame(side, side, words), table, {
          widthPx: target,
          heightPx: target,
          padValue: 0,
        });
        const mean = result.reduce((sum, value) => sum + value, 0) / result.length;
        const expected = words.reduce((sum, word) => sum + word / 100, 0) / words.length;
        return Math.abs(mean - expected) < 1e-5;
      }),
    );
  });
});

describe('a film averaged without padding', () => {
  it('keeps its proportions and every pixel counts once', () => {
    const film = averagedFilm(frame(2, 4, [0, 0, 100, 100, 0, 0, 100, 100]), table, 2);
    expect({ ...film, grey: rounded(film.grey) }).toEqual({ grey: [0, 1], widthPx: 2, heightPx: 1 });
  });

  it('is never enlarged', () => {
    expect(averagedFilm(frame(1, 2, [0, 100]), table, 500)).toMatchObject({ widthPx: 2, heightPx: 1 });
  });
});

describe('the film within a square', () => {
  const size = { widthPx: 4, heightPx: 4, padValue: 0.5 };

  it('has no padding', () => {
    const tall = frame(4, 2, [10, 20, 30, 40, 50, 60, 70, 80]);
    const film = filmWithinSquare(areaAverage(tall, table, size), size, tall);
    expect([film.widthPx, film.heightPx]).toEqual([2, 4]);
    expect(rounded(film.grey)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]);
  });

  it('leaves out cells that are partly padding', () => {
    // 3 wide on a square of 4: half a column of padding on either side.
    const tall = frame(4, 3, Array(12).fill(100));
    const film = filmWithinSquare(areaAverage(tall, table, size), size, tall);
    expect([film.widthPx, film.heightPx]).toEqual([2, 4]);
    expect(new Set(film.grey)).toEqual(new Set([1]));
  });

  it('is the whole square when the film is one', () => {
    const square = frame(
      4,
      4,
      Array.from({ length: 16 }, (_, i) => i),
    );
    const averaged = areaAverage(square, table, size);
    expect(filmWithinSquare(averaged, size, square)).toEqual({ grey: averaged, widthPx: 4, heightPx: 4 });
  });
});
