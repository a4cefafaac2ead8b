import {
  ageGroup,
  coarseAgeGroup,
  ethnicityOf,
  raceOf,
  releasedDate,
  sexOf,
  zip3Of,
} from '../../../src/core/population/safe-harbor.ts';

test.each([
  [18, 'under 50', 'under 50'],
  [49, 'under 50', 'under 50'],
  [50, '50-54', '50-64'],
  [64, '60-64', '50-64'],
  [65, '65-69', '65-79'],
  [79, '75-79', '65-79'],
  [80, '80-84', '80 and over'],
  [89, '85-89', '80 and over'],
  [90, '90 and over', '80 and over'],
  [104, '90 and over', '80 and over'],
])('%i years are in the groups %s and %s: no age over 89 can be told from another', (age, fine, coarse) => {
  expect([ageGroup(age), coarseAgeGroup(age)]).toEqual([fine, coarse]);
});

test.each([
  ['941', '941'],
  ['036', '000'], // Census 2000 and 2010
  ['063', '000'], // Census 2000 alone
  ['205', '000'], // Census 2010 alone
  [undefined, 'other or not stated'],
  ['94', 'other or not stated'],
  ['9 1', 'other or not stated'],
])('the first ZIP digits %s leave as %s', (digits, zip3) => {
  expect(zip3Of(digits)).toBe(zip3);
});

test('race, ethnicity and sex leave as one of the known words; what somebody typed does not', () => {
  expect([raceOf('Asian'), ethnicityOf('Hispanic or Latino'), sexOf('female')]).toEqual([
    'Asian',
    'Hispanic or Latino',
    'female',
  ]);
  for (const one of [raceOf, ethnicityOf, sexOf])
    expect([one('Jane Doe, seen in Smallville'), one(undefined)]).toEqual([
      'other or not stated',
      'other or not stated',
    ]);
});

test('dates of a patient move together, over the end of a year and a leap day, so that intervals stay', () => {
  // 2024-03-01 less 60 days: 1 March is day 61 of 2024, so day 1: 2024-01-01. 2024-02-29 is day 60: 2023-12-31.
  expect(releasedDate('2024-03-01', 'shifted', -60)).toBe('2024-01-01');
  expect(releasedDate('2024-02-29', 'shifted', -60)).toBe('2023-12-31');
  expect(releasedDate('2024-02-29', 'year', -60)).toBe('2024');
  expect(releasedDate(undefined, 'shifted', -60)).toBeNull();
});
