import {
  codesOf,
  isoDateOf,
  numberOf,
  textOf,
  textsOf,
  type CodedConcept,
  type DicomJson,
} from './dicom-attributes.ts';
import type { FilmIdentity } from './film.ts';

/** What a DICOM object says of itself that decides whether, and as which view, it is read. */
export interface FilmTags {
  readonly sopClassUid: string | undefined;
  readonly modality: string | undefined;
  /** ImageType, upper case. */
  readonly imageType: readonly string[];
  readonly presentationIntent: string | undefined;
  readonly numberOfFrames: number;
  readonly samplesPerPixel: number | undefined;
  readonly bitsStored: number | undefined;
  readonly lossyCompressed: boolean;
  readonly bodyPartExamined: string | undefined;
  readonly anatomicRegions: readonly CodedConcept[];
  readonly viewCodes: readonly CodedConcept[];
  readonly viewPosition: string | undefined;
  /** PatientOrientation: direction of the rows, then of the columns. */
  readonly patientOrientation: readonly string[];
  readonly studyDescription: string | undefined;
  readonly seriesDescription: string | undefined;
  readonly protocolName: string | undefined;
  readonly processingDescription: string | undefined;
}

export function filmTagsOf(data: DicomJson): FilmTags {
  return {
    sopClassUid: textOf(data, '00080016'),
    modality: textOf(data, '00080060'),
    imageType: textsOf(data, '00080008').map((value) => value.toUpperCase()),
    presentationIntent: textOf(data, '00080068')?.toUpperCase(),
    numberOfFrames: numberOf(data, '00280008') ?? 1,
    samplesPerPixel: numberOf(data, '00280002'),
    bitsStored: numberOf(data, '00280101'),
    lossyCompressed: textOf(data, '00282110') === '01',
    bodyPartExamined: textOf(data, '00180015'),
    anatomicRegions: codesOf(data, '00082218'),
    viewCodes: codesOf(data, '00540220'),
    viewPosition: textOf(data, '00185101'),
    patientOrientation: textsOf(data, '00200020'),
    studyDescription: textOf(data, '00081030'),
    seriesDescription: textOf(data, '0008103E'),
    protocolName: textOf(data, '00181030'),
    processingDescription: textOf(data, '00181400'),
  };
}

/** UIDs and date of an object; undefined when a UID is missing, for then it cannot be told from others. */
export function filmIdentityOf(data: DicomJson): FilmIdentity | undefined {
  const studyInstanceUid = textOf(data, '0020000D');
  const seriesInstanceUid = textOf(data, '0020000E');
  const sopInstanceUid = textOf(data, '00080018');
  if (studyInstanceUid === undefined || seriesInstanceUid === undefined || sopInstanceUid === undefined)
    return undefined;
  const acquiredOn = isoDateOf(data, '00080022') ?? isoDateOf(data, '00080020');
  return { studyInstanceUid, seriesInstanceUid, sopInstanceUid, acquiredOn };
}
