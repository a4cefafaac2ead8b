import {
  ageForExport,
  dateShiftDays,
  largestShiftDays,
  shiftDay,
  suppressSmallCells,
} from '../../../src/core/population/de-identify.ts';

test('a shift lies within half a year to either side and is the same for the same digest', () => {
  // 0x00000000 mod 365 = 0 -> -182; 0x0000016c = 364 -> 182; 0x000000b6 = 182 -> 0.
  expect(dateShiftDays(Uint8Array.of(0, 0, 0, 0))).toBe(-largestShiftDays);
  expect(dateShiftDays(Uint8Array.of(0, 0, 1, 0x6c))).toBe(largestShiftDays);
  expect(dateShiftDays(Uint8Array.of(0, 0, 0, 0xb6))).toBe(0);
});

test('intervals between two dates of one patient survive the shift, across a leap day', () => {
  expect([shiftDay('2024-02-28', 2), shiftDay('2024-03-10', 2)]).toEqual(['2024-03-01', '2024-03-12']);
});

test('ages of 90 and more are one group', () => {
  expect([ageForExport(89), ageForExport(90), ageForExport(101)]).toEqual([89, '90 and over', '90 and over']);
});

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
