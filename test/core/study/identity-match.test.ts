import { matchIdentity, type ChartPatient } from '../../../src/core/study/identity-match.ts';
import type { FilmPatient } from '../../../src/core/film/film-patient.ts';

const film: FilmPatient = { patientId: '0815', issuer: 'HOSP', birthDate: '1955-04-05', sex: 'female' };
const chart: ChartPatient = {
  identifiers: [
    { system: 'https://hospital.example/mrn', value: '0815' },
    { system: 'https://hospital.example/old-mrn', value: '0042' },
  ],
  birthDate: '1955-04-05',
  sex: 'female',
};
const issuers = { HOSP: 'https://hospital.example/mrn' };

test.each<[string, Partial<FilmPatient>, Partial<ChartPatient>, string]>([
  ['the same number of the mapped issuer', {}, {}, 'identifier and issuer'],
  ['the same number without issuer', { issuer: undefined }, {}, 'identifier'],
  ['the number of a record merged into this one', { issuer: undefined, patientId: '0042' }, {}, 'identifier'],
  ['padding around the number', { patientId: ' 0815 ' }, {}, 'identifier and issuer'],
  ['a chart that knows only the year of birth', {}, { birthDate: '1955' }, 'identifier and issuer'],
  [
    'a film without birth date and sex',
    { birthDate: undefined, sex: undefined },
    {},
    'identifier and issuer',
  ],
  [
    'a sex that is recorded as other or unknown',
    { sex: 'other' },
    { sex: 'unknown' },
    'identifier and issuer',
  ],
])('%s is the same patient', (_, filmGiven, chartGiven, words) => {
  const match = matchIdentity({ ...film, ...filmGiven }, { ...chart, ...chartGiven }, issuers);
  expect(match).toEqual({ kind: 'same', words });
});

test.each<[string, Partial<FilmPatient>, Partial<ChartPatient>, string]>([
  ['another number', { patientId: '0816' }, {}, 'the patient identifiers differ'],
  ['leading zeros lost', { patientId: '815' }, {}, 'the patient identifiers differ'],
  ['no number', { patientId: undefined }, {}, 'the film names no patient identifier'],
  [
    'an empty number beside an empty identifier',
    { patientId: ' ' },
    { identifiers: [{ system: undefined, value: ' ' }] },
    'the film names no patient identifier',
  ],
  [
    'the same number of another issuer',
    { patientId: '0042' },
    {},
    'the patient identifier is the same number of another issuer',
  ],
  [
    'an issuer that the site has not mapped',
    { issuer: 'OTHER' },
    {},
    'the site has not mapped the issuer of the patient identifier',
  ],
  ['another birth date', { birthDate: '1955-05-04' }, {}, 'the birth dates differ'],
  ['another year of birth', {}, { birthDate: '1956' }, 'the birth dates differ'],
  ['the other sex', { sex: 'male' }, {}, 'the sexes differ'],
])('%s is quarantined', (_, filmGiven, chartGiven, detail) => {
  const match = matchIdentity({ ...film, ...filmGiven }, { ...chart, ...chartGiven }, issuers);
  expect(match).toEqual({ kind: 'mismatch', refusal: { reason: 'identity-mismatch', detail } });
});

test('a site that maps no issuer matches by number', () => {
  expect(matchIdentity(film, chart, {})).toEqual({ kind: 'same', words: 'identifier' });
});
