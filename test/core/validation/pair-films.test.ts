import {
  couldPair,
  DEFAULT_WINDOW,
  joinPairings,
  pairFilms,
} from '../../../src/core/validation/pair-films.ts';
import type { DxaResult, ReadStudy } from '../../../src/core/validation/validation-case.ts';

const study = (change: Partial<ReadStudy> = {}): ReadStudy => ({
  studyInstanceUid: '1.2.3',
  personId: 'p1',
  acquiredOn: '2024-06-15',
  birthDate: '1954-06-16',
  sex: 'female',
  manufacturer: 'A',
  scores: { ap: 0.4 },
  refusals: [],
  ...change,
});

const dxa = (change: Partial<DxaResult> = {}): DxaResult => ({
  personId: 'p1',
  performedOn: '2024-08-01',
  spineTScore: -2.6,
  hipTScore: -1.9,
  treatmentStarts: [],
  ...change,
});

test('a film and a DXA within the window are one case with the age at the film', () => {
  const { cases, excluded, studies } = pairFilms([study()], [dxa()]);
  expect(excluded).toEqual({});
  expect(studies).toBe(1);
  // 70 on 16 June 2024: the film was one day earlier; 15 June to 1 August is 15 + 31 + 1 days
  expect(cases).toMatchObject([{ ageYears: 69, daysFromFilmToDxa: 47, spineTScore: -2.6 }]);
});

test.each<[string, Partial<ReadStudy>, readonly DxaResult[], string]>([
  ['names no patient', { personId: undefined }, [dxa()], 'no-person'],
  ['is dated before the person was born', { birthDate: '2024-07' }, [dxa()], 'dates-out-of-order'],
  [
    'names another person',
    { scores: undefined, refusals: ['identity-mismatch'] },
    [dxa()],
    'identity-mismatch',
  ],
  [
    'has treatment begun in a month that may be in between',
    {},
    [dxa({ treatmentStarts: ['2024-06'] })],
    'treatment-between',
  ],
  ['carries no date', { acquiredOn: undefined }, [dxa()], 'no-film-date'],
  ['belongs to a person without DXA', { personId: 'p2' }, [dxa()], 'no-dxa'],
  ['was refused', { scores: undefined, refusals: ['clipped'] }, [dxa()], 'film-refused'],
  ['lies 12 months and a day after the DXA', {}, [dxa({ performedOn: '2023-06-14' })], 'dxa-outside-window'],
  ['lies 6 months and a day before the DXA', {}, [dxa({ performedOn: '2024-12-16' })], 'dxa-outside-window'],
  ['has a DXA without T-score', {}, [dxa({ spineTScore: undefined, hipTScore: undefined })], 'no-t-score'],
  ['has treatment begun before the DXA', {}, [dxa({ treatmentStarts: ['2024-07-01'] })], 'treatment-between'],
  [
    'has treatment begun between an earlier DXA and the film',
    {},
    [dxa({ performedOn: '2024-01-10', treatmentStarts: ['2024-02-01'] })],
    'treatment-between',
  ],
])('a film that %s is excluded with that reason', (_, change, dxas, reason) => {
  const { cases, excluded } = pairFilms([study(change)], dxas);
  expect(cases).toEqual([]);
  expect(excluded).toEqual({ [reason]: 1 });
});

test.each(['2023-06-15', '2024-12-15'])('the window includes its last day %s', (performedOn) => {
  expect(pairFilms([study()], [dxa({ performedOn })]).cases).toHaveLength(1);
});

test('treatment begun before both examinations excludes nothing', () => {
  expect(pairFilms([study()], [dxa({ treatmentStarts: ['2020-01-01'] })]).cases).toHaveLength(1);
});

test('a birth year alone leaves the age at the film open', () => {
  expect(pairFilms([study({ birthDate: '1954' })], [dxa()]).cases).toMatchObject([{ ageYears: undefined }]);
});

test('films are worth reading only where a pair could come of it', () => {
  expect(couldPair(study(), [dxa()], DEFAULT_WINDOW)).toBe(true);
  expect(couldPair(study(), [dxa({ performedOn: '2020-01-01' })], DEFAULT_WINDOW)).toBe(false);
  expect(couldPair(study(), [], DEFAULT_WINDOW)).toBe(false);
});

test('person by person the same comes out as for all at once', () => {
  const others = [
    study({ studyInstanceUid: '1.2.5', personId: 'p2', scores: undefined, refusals: ['clipped'] }),
    study({ studyInstanceUid: '1.2.6', personId: 'p3' }),
    study({ studyInstanceUid: '1.2.7', personId: 'p4', acquiredOn: undefined }),
  ];
  const dxas = ['p1', 'p2', 'p3'].map((personId) => dxa({ personId }));
  const each = [study(), ...others].map((one) =>
    pairFilms(
      [one],
      dxas.filter(({ personId }) => personId === one.personId),
    ),
  );
  expect(joinPairings(each)).toEqual(pairFilms([study(), ...others], dxas));
});

test('one pair a person: the nearest film and DXA, the other study is counted', () => {
  const near = study({ studyInstanceUid: '1.2.4', acquiredOn: '2024-07-25' });
  const { cases, excluded } = pairFilms([study(), near], [dxa(), dxa({ performedOn: '2024-06-01' })]);
  expect(cases).toMatchObject([{ studyInstanceUid: '1.2.4', daysFromFilmToDxa: 7 }]);
  expect(excluded).toEqual({ 'other-pair-nearer': 1 });
});

test('reasons of refused films are counted once a study', () => {
  const refused = study({ scores: undefined, refusals: ['clipped', 'clipped', 'implant'] });
  expect(pairFilms([refused], [dxa()]).refusals).toEqual({ clipped: 1, implant: 1 });
});
