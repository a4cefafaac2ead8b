import type { StudyInstance } from '../../../src/core/study/study-instance.ts';

const VR_AND_TAG: Readonly<Record<string, readonly [string, string]>> = {
  SOPClassUID: ['UI', '00080016'],
  ImageType: ['CS', '00080008'],
  AcquisitionDate: ['DA', '00080022'],
  AcquisitionTime: ['TM', '00080032'],
  PresentationIntentType: ['CS', '00080068'],
  SeriesDescription: ['LO', '0008103E'],
  BodyPartExamined: ['CS', '00180015'],
  ViewPosition: ['CS', '00185101'],
  InstanceNumber: ['IS', '00200013'],
  PatientOrientation: ['CS', '00200020'],
  NumberOfFrames: ['IS', '00280008'],
  Rows: ['US', '00280010'],
  Columns: ['US', '00280011'],
  ImagerPixelSpacing: ['DS', '00181164'],
  LossyImageCompression: ['CS', '00282110'],
};

const DX_FOR_PRESENTATION = '1.2.840.10008.5.1.4.1.1.1.1';

/** A lumbar DX film of 2025-03-01 at noon with the given attributes (DICOM keyword -> value or values). */
export function instance(name: string, attributes: Readonly<Record<string, unknown>> = {}): StudyInstance {
  const given = {
    SOPClassUID: DX_FOR_PRESENTATION,
    ImageType: ['ORIGINAL', 'PRIMARY'],
    PresentationIntentType: 'FOR PRESENTATION',
    BodyPartExamined: 'LSPINE',
    AcquisitionDate: '20250301',
    AcquisitionTime: '120000',
    Rows: 3000,
    Columns: 2500,
    ...attributes,
  };
  const metadata = Object.entries(given).flatMap(([keyword, value]) => {
    const [vr, tag] = VR_AND_TAG[keyword] ?? [undefined, ''];
    if (vr === undefined) throw new TypeError(`no tag for ${keyword}`);
    return value === undefined ? [] : [[tag, { vr, Value: Array.isArray(value) ? value : [value] }] as const];
  });
  const identity = {
    studyInstanceUid: '1.2',
    seriesInstanceUid: '1.2.1',
    sopInstanceUid: name,
    acquiredOn: '2025-03-01',
  };
  return { identity, metadata: Object.fromEntries(metadata) };
}

/** A rejection note (key object selection) with the given title code about the named instances. */
export function rejectionNote(titleCode: string, names: readonly string[]): StudyInstance {
  const sequence = (...items: unknown[]) => ({ vr: 'SQ', Value: items });
  const text = (vr: string, value: string) => ({ vr, Value: [value] });
  const note = instance('note', { SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.59' });
  const references = names.map((name) => ({ '00081155': text('UI', name) }));
  return {
    ...note,
    metadata: {
      ...note.metadata,
      '0040A043': sequence({ '00080100': text('SH', titleCode), '00080102': text('SH', 'DCM') }),
      '0040A375': sequence({ '00081115': sequence({ '00081199': sequence(...references) }) }),
    },
  };
}
