import type { DicomJson } from '../../../src/core/film/dicom-attributes.ts';
import { filmIdentityOf } from '../../../src/core/film/film-tags.ts';

const film = (dates: Readonly<Record<string, string>>): DicomJson => ({
  '0020000D': { vr: 'UI', Value: ['1.2'] },
  '0020000E': { vr: 'UI', Value: ['1.3'] },
  '00080018': { vr: 'UI', Value: ['1.4'] },
  ...Object.fromEntries(Object.entries(dates).map(([tag, date]) => [tag, { vr: 'DA', Value: [date] }])),
});
const [acquisition, study] = ['00080022', '00080020'];

test.each([
  [
    'the day of the acquisition before that of the study',
    { [acquisition]: '20260102', [study]: '20260101' },
    '2026-01-02',
  ],
  ['the old form with points', { [study]: '2026.01.01' }, '2026-01-01'],
  ['zeros, as some devices write them', { [acquisition]: '00000000', [study]: '20260101' }, '2026-01-01'],
  ['a day that no calendar has', { [study]: '20260230' }, undefined],
  ['nothing', {}, undefined],
])('a film is of %s', (_what, dates, day) => {
  expect(filmIdentityOf(film(dates))?.acquiredOn).toBe(day);
});
