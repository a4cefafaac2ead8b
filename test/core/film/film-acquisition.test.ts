import type { DicomJson } from '../../../src/core/film/dicom-attributes.ts';
import { filmAcquisitionOf, type FilmAcquisition } from '../../../src/core/film/film-acquisition.ts';

const data = (manufacturer: string, model: string, kvp: string): DicomJson => ({
  '00080070': { vr: 'LO', Value: [manufacturer] },
  '00081090': { vr: 'LO', Value: [model] },
  '00180060': { vr: 'DS', Value: [kvp] },
  '00104000': { vr: 'LT', Value: ['something about the patient'] },
});
const nothing = { manufacturer: undefined, modelName: undefined, tubeVoltageKv: undefined };

test.each<[string, DicomJson, FilmAcquisition]>([
  [
    'maker, model and tube voltage',
    data('Maker \0\0', ' X1', '77.5\0'),
    { manufacturer: 'Maker', modelName: 'X1', tubeVoltageKv: 77.5 },
  ],
  ['a voltage of zero, and empty names', data('', '', '0'), nothing],
  ['a voltage in words', data('', '', 'high'), nothing],
  ['none of them', {}, nothing],
  [
    'a name longer than the standard allows',
    data('m'.repeat(70), '', ''),
    { ...nothing, manufacturer: 'm'.repeat(64) },
  ],
])('of a film with %s', (_, attributes, acquisition) => {
  expect(filmAcquisitionOf(attributes)).toEqual(acquisition);
});
