/**
 * Value representations of every attribute that is read (PS3.6). Implicit VR files do not carry them, and without them
 * a sequence of defined length cannot be told from bytes.
 */
export const attributeVrs: Readonly<Record<string, string>> = {
  '00080005': 'CS', // SpecificCharacterSet
  '00080008': 'CS', // ImageType
  '00080016': 'UI', // SOPClassUID
  '00080018': 'UI', // SOPInstanceUID
  '00080020': 'DA', // StudyDate
  '00080022': 'DA', // AcquisitionDate
  '00080023': 'DA', // ContentDate
  '00080032': 'TM', // AcquisitionTime
  '00080033': 'TM', // ContentTime
  '00080050': 'SH', // AccessionNumber
  '00080060': 'CS', // Modality
  '00080068': 'CS', // PresentationIntentType
  '00080070': 'LO', // Manufacturer
  '00080100': 'SH', // CodeValue
  '00080102': 'SH', // CodingSchemeDesignator
  '00080104': 'LO', // CodeMeaning
  '00081030': 'LO', // StudyDescription
  '0008103E': 'LO', // SeriesDescription
  '00081090': 'LO', // ManufacturerModelName
  '00081115': 'SQ', // ReferencedSeriesSequence
  '00081155': 'UI', // ReferencedSOPInstanceUID
  '00081199': 'SQ', // ReferencedSOPSequence
  '00082218': 'SQ', // AnatomicRegionSequence
  '00100020': 'LO', // PatientID
  '00100021': 'LO', // IssuerOfPatientID
  '00100030': 'DA', // PatientBirthDate
  '00100040': 'CS', // PatientSex
  '00180015': 'CS', // BodyPartExamined
  '00180060': 'DS', // KVP
  '00181030': 'LO', // ProtocolName
  '00181164': 'DS', // ImagerPixelSpacing
  '00181400': 'LO', // AcquisitionDeviceProcessingDescription
  '00185101': 'CS', // ViewPosition
  '0020000D': 'UI', // StudyInstanceUID
  '0020000E': 'UI', // SeriesInstanceUID
  '00200013': 'IS', // InstanceNumber
  '00200020': 'CS', // PatientOrientation
  '00280002': 'US', // SamplesPerPixel
  '00280004': 'CS', // PhotometricInterpretation
  '00280008': 'IS', // NumberOfFrames
  '00280010': 'US', // Rows
  '00280011': 'US', // Columns
  '00280030': 'DS', // PixelSpacing
  '00280100': 'US', // BitsAllocated
  '00280101': 'US', // BitsStored
  '00280102': 'US', // HighBit
  '00280103': 'US', // PixelRepresentation
  '00281050': 'DS', // WindowCenter
  '00281051': 'DS', // WindowWidth
  '00281052': 'DS', // RescaleIntercept
  '00281053': 'DS', // RescaleSlope
  '00281055': 'LO', // WindowCenterWidthExplanation
  '00281056': 'CS', // VOILUTFunction
  '00282110': 'CS', // LossyImageCompression
  '00283000': 'SQ', // ModalityLUTSequence
  '00283002': 'US', // LUTDescriptor
  '00283003': 'LO', // LUTExplanation
  '00283006': 'OW', // LUTData
  '00283010': 'SQ', // VOILUTSequence
  '0040A043': 'SQ', // ConceptNameCodeSequence
  '0040A375': 'SQ', // CurrentRequestedProcedureEvidenceSequence
  '00540220': 'SQ', // ViewCodeSequence
  '20500010': 'SQ', // PresentationLUTSequence
  '20500020': 'CS', // PresentationLUTShape
};

/** dicom-parser's key of a tag. */
export function parserKey(tag: string): string {
  return `x${tag.toLowerCase()}`;
}
