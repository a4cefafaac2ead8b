import { codesOf, itemsOf, textOf } from '../film/dicom-attributes.ts';
import type { StudyInstance } from './study-instance.ts';

const KEY_OBJECT_SELECTION = '1.2.840.10008.5.1.4.1.1.88.59';

/**
 * Document titles by which a department takes images out of use (DICOM PS3.16 CID 7011; IHE Radiology, Imaging
 * Object Change Management, table 4.66.4.1.3-1).
 */
const rejectionTitles: Readonly<Record<string, string>> = {
  '113001': 'rejected for quality reasons',
  '113037': 'rejected for patient safety reasons',
  '113038': 'rejected for an incorrect modality worklist entry',
  '113039': 'withdrawn because its retention time is over',
};

/** SOP instance UID -> why a rejection note (key object selection) in the study takes that instance out of use. */
export function rejectedInstances(instances: readonly StudyInstance[]): ReadonlyMap<string, string> {
  const rejected = new Map<string, string>();
  for (const { metadata } of instances) {
    if (textOf(metadata, '00080016') !== KEY_OBJECT_SELECTION) continue;
    const title = codesOf(metadata, '0040A043').find((code) => code.scheme === 'DCM')?.value ?? '';
    const why = rejectionTitles[title];
    if (why === undefined) continue;
    // CurrentRequestedProcedureEvidenceSequence > ReferencedSeriesSequence > ReferencedSOPSequence (PS3.3 C.17.2).
    const references = itemsOf(metadata, '0040A375')
      .flatMap((study) => itemsOf(study, '00081115'))
      .flatMap((series) => itemsOf(series, '00081199'))
      .map((reference) => textOf(reference, '00081155'));
    for (const uid of references) if (uid !== undefined) rejected.set(uid, why);
  }
  return rejected;
}
