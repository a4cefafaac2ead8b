import { suppressSmallCells } from '../../../src/core/population/small-cells.ts';

test('a count under 11 is withheld with every rate that would give it away; 0 and 11 are shown', () => {
  const rows = [
    { stratum: 'a', flagged: 40, confirmed: 10, ppv: 25 },
    { stratum: 'b', flagged: 44, confirmed: 11, ppv: 25 },
    { stratum: 'c', flagged: 44, confirmed: 0, ppv: 0 },
  ];
  expect(suppressSmallCells(rows, ['flagged', 'confirmed'], ['ppv'])).toEqual([
    { stratum: 'a', flagged: 40, confirmed: 'under 11', ppv: null },
    rows[1],
    rows[2],
  ]);
});
