import { data } from 'dcmjs';

/** What a test says of a film; attributes by DICOM keyword. Pixels are a small ramp unless given. */
export interface FilmFileOptions {
  readonly studyInstanceUid?: string;
  readonly seriesInstanceUid?: string;
  readonly sopInstanceUid?: string;
  readonly transferSyntaxUid?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

export const DX_FOR_PRESENTATION = '1.2.840.10008.5.1.4.1.1.1.1';
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';

/** A DICOM file (PS3.10) of a 4 x 4 digital radiograph of a made-up patient. */
export function filmFile(options: FilmFileOptions = {}): Uint8Array {
  const { DicomDict, DicomMetaDictionary } = data;
  const sopInstanceUid = options.sopInstanceUid ?? '1.2.826.0.1.1.1.1';
  const dataSet: Record<string, unknown> = {
    ImageType: ['ORIGINAL', 'PRIMARY'],
    SOPClassUID: DX_FOR_PRESENTATION,
    SOPInstanceUID: sopInstanceUid,
    StudyInstanceUID: options.studyInstanceUid ?? '1.2.826.0.1.1',
    SeriesInstanceUID: options.seriesInstanceUid ?? '1.2.826.0.1.1.1',
    StudyDate: '20250301',
    AccessionNumber: 'A1',
    Modality: 'DX',
    PresentationIntentType: 'FOR PRESENTATION',
    StudyDescription: 'Lumbar spine 2 views',
    PatientName: 'Simulated^Ada',
    PatientID: 'P1',
    PatientBirthDate: '19550405',
    PatientSex: 'F',
    BodyPartExamined: 'LSPINE',
    ViewPosition: 'AP',
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: 4,
    Columns: 4,
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    PixelData: [Uint16Array.from({ length: 16 }, (_, index) => index * 256).buffer],
    ...options.attributes,
    _vrMap: { PixelData: 'OW' },
  };
  const file = new DicomDict(
    DicomMetaDictionary.denaturalizeDataset({
      FileMetaInformationVersion: new Uint8Array([0, 1]).buffer,
      MediaStorageSOPClassUID: dataSet['SOPClassUID'],
      MediaStorageSOPInstanceUID: sopInstanceUid,
      TransferSyntaxUID: options.transferSyntaxUid ?? EXPLICIT_LITTLE_ENDIAN,
      ImplementationClassUID: '1.2.826.0.1.3680043.9.1',
    }),
  );
  file.dict = DicomMetaDictionary.denaturalizeDataset(dataSet);
  return new Uint8Array(file.write({ fragmentMultiframe: false }));
}
