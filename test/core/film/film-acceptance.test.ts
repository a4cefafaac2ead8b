import { refusalByTags } from '../../../src/core/film/film-acceptance.ts';
import { filmIdentityOf, filmTagsOf } from '../../../src/core/film/film-tags.ts';
import { filmPatientOf } from '../../../src/core/film/film-patient.ts';
import type { DicomJson } from '../../../src/core/film/dicom-attributes.ts';

const cr: DicomJson = {
  '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.1'] },
  '00080008': { vr: 'CS', Value: ['ORIGINAL', 'PRIMARY'] },
  '00280101': { vr: 'US', Value: [12] },
};
const dxProcessing = { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.1.1.1'] };

describe('acceptance by tags', () => {
  it.each<[string, DicomJson]>([
    ['a computed radiograph', cr],
    [
      'what vendors mark DERIVED\\PRIMARY',
      { ...cr, '00080008': { vr: 'CS', Value: ['DERIVED', 'PRIMARY', ''] } },
    ],
    ['an object that says nothing of its bits', { '00080016': cr['00080016']! }],
  ])('takes %s', (_what, data) => {
    expect(refusalByTags(filmTagsOf(data), false)).toBeUndefined();
  });

  it('takes images for processing only when the models declare it', () => {
    const tags = filmTagsOf({ ...cr, '00080016': dxProcessing });
    expect(refusalByTags(tags, false)?.reason).toBe('for-processing-not-accepted');
    expect(refusalByTags(tags, true)).toBeUndefined();
  });

  it('refuses an object without a SOP class', () => {
    expect(refusalByTags(filmTagsOf({}), false)?.reason).toBe('not-an-original-radiograph');
  });
});

it('the identity of a film has all three UIDs or is none, and the day of the acquisition', () => {
  const data: DicomJson = {
    '0020000D': { vr: 'UI', Value: ['1.2'] },
    '0020000E': { vr: 'UI', Value: ['1.3'] },
    '00080018': { vr: 'UI', Value: ['1.4'] },
    '00080020': { vr: 'DA', Value: ['20240101'] },
    '00080022': { vr: 'DA', Value: ['20240102'] },
  };
  expect(filmIdentityOf(data)).toMatchObject({ sopInstanceUid: '1.4', acquiredOn: '2024-01-02' });
  expect(filmIdentityOf({ ...data, '00080018': { vr: 'UI' } })).toBeUndefined();
});

it('a patient is read as written, and an odd date or sex is not guessed', () => {
  const data: DicomJson = {
    '00100020': { vr: 'LO', Value: [' 0042 '] },
    '00100030': { vr: 'DA', Value: ['1955'] },
    '00100040': { vr: 'CS', Value: ['X'] },
  };
  expect(filmPatientOf(data)).toEqual({
    patientId: '0042',
    issuer: undefined,
    birthDate: undefined,
    sex: undefined,
  });
});
