import { filmAge } from '../../../src/core/study/film-age.ts';

test.each([
  ['2024-03-15', '2026-03-15', 'recent'],
  ['2024-03-15', '2026-03-16', 'old'],
  // 24 months after 29 February 2024 is 28 February 2026, the last day of that month.
  ['2024-02-29', '2026-02-28', 'recent'],
  ['2024-02-29', '2026-03-01', 'old'],
  ['2024-12-31', '2026-12-31', 'recent'],
  ['2024-12-31', '2027-01-01', 'old'],
  [undefined, '2026-03-15', 'undated'],
])('a film of %s is on %s %s for a limit of 24 months', (acquiredOn, asOf, age) => {
  expect(filmAge(acquiredOn, new Date(`${asOf}T09:00:00Z`), 24)).toBe(age);
});
