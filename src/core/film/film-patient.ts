import { isoDateOf, textOf, type DicomJson } from './dicom-attributes.ts';

/** What the DICOM object says of its patient, to be matched against the FHIR Patient. Never logged. */
export interface FilmPatient {
  readonly patientId: string | undefined;
  readonly issuer: string | undefined;
  readonly birthDate: string | undefined;
  readonly sex: 'female' | 'male' | 'other' | undefined;
}

const sexOf: Readonly<Record<string, 'female' | 'male' | 'other'>> = { F: 'female', M: 'male', O: 'other' };

export function filmPatientOf(data: DicomJson): FilmPatient {
  return {
    patientId: textOf(data, '00100020'),
    issuer: textOf(data, '00100021'),
    birthDate: isoDateOf(data, '00100030'),
    sex: sexOf[textOf(data, '00100040') ?? ''],
  };
}
