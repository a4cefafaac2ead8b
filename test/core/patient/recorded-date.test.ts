import {
  addMonths,
  calendarDayOf,
  earliestDay,
  firstOfMonthAfter,
  isRecordedDate,
  latestDay,
  yearsBetween,
} from '../../../src/core/patient/recorded-date.ts';

describe('recorded dates', () => {
  it.each([
    ['2019', '2019-01-01', '2019-12-31'],
    ['2020-02', '2020-02-01', '2020-02-29'],
    ['2019-03-07', '2019-03-07', '2019-03-07'],
  ])('%s can mean %s to %s', (date, earliest, latest) => {
    expect([earliestDay(date), latestDay(date)]).toEqual([earliest, latest]);
  });

  it.each(['2019-13', '2019-02-30', '0000-01-01', '0000', '19-01-01', '2019-3-7', '', 'unknown'])(
    '"%s" is no date',
    (text) => {
      expect(isRecordedDate(text)).toBe(false);
    },
  );

  it.each([
    ['2024-01-31', 1, '2024-02-29'],
    ['2023-10-20', 7, '2024-05-20'],
    ['2024-03-31', -1, '2024-02-29'],
    ['2024-12-15', 24, '2026-12-15'],
  ])('%s and %i months is %s', (day, months, expected) => {
    expect(addMonths(day, months)).toBe(expected);
  });

  it('the 24th month after May 2024 begins on 1 May 2026', () => {
    expect(firstOfMonthAfter('2024-05-31', 24)).toBe('2026-05-01');
  });

  it.each([
    ['1961-05-21', { least: 64, most: 64 }],
    ['1961-05-20', { least: 65, most: 65 }],
    ['1961', { least: 64, most: 65 }],
    ['1960-02-29', { least: 66, most: 66 }],
  ])('born %s, the age on 2026-05-20 is %o', (birthDate, age) => {
    expect(yearsBetween(birthDate, '2026-05-20')).toEqual(age);
  });

  it('half past eleven in Chicago is still that day', () => {
    expect(calendarDayOf(new Date('2026-05-21T04:30:00Z'), 'America/Chicago')).toBe('2026-05-20');
    expect(calendarDayOf(new Date('2026-05-21T04:30:00Z'), 'UTC')).toBe('2026-05-21');
  });
});
