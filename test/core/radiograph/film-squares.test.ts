import { filmSquares } from '../../../src/core/radiograph/film-squares.ts';

test('a film is averaged once for each size', () => {
  const words = Uint16Array.from([0, 1, 2, 3]);
  const frame = { words, rows: 2, columns: 2, filmRows: 2, filmColumns: 2, reducedLevels: 0 };
  const squares = filmSquares(
    frame,
    Float64Array.from({ length: 65536 }, (_, word) => word / 4),
  );
  const whole = { widthPx: 1, heightPx: 1, padValue: 0 };
  const square = squares(whole);
  expect(Array.from(square)).toEqual([0.375]);
  words.fill(0);
  expect(squares({ ...whole })).toBe(square);
  expect(Array.from(squares({ ...whole, padValue: 1 }))).toEqual([0]);
});
