import type { CodeableConcept, ImagingStudy, Observation, Patient } from '@medplum/fhirtypes';

/** Chart elements in words, as a clinician reads them. */
export const patientName = (patient: Patient): string => {
  const name = patient.name?.[0];
  return `${name?.given?.join(' ') ?? ''} ${name?.family ?? ''}`.trim();
};

export const conceptText = (concept: CodeableConcept | undefined): string =>
  concept?.text ?? concept?.coding?.[0]?.display ?? concept?.coding?.[0]?.code ?? 'not named';

export const conceptCode = (concept: CodeableConcept | undefined): string => concept?.coding?.[0]?.code ?? '';

export const dayOf = (dateTime: string | undefined): string => dateTime?.slice(0, 10) ?? 'no date';

/** Completed years of age on a day; undefined when the birth date is not known to the day. */
export function ageYears(birthDate: string | undefined, on: Date): number | undefined {
  if (birthDate === undefined || birthDate.length !== 10) return undefined;
  const years = on.getUTCFullYear() - Number(birthDate.slice(0, 4));
  return on.toISOString().slice(5, 10) < birthDate.slice(5) ? years - 1 : years;
}

export function resultValue(observation: Observation): string {
  const { valueQuantity: quantity, valueString: text } = observation;
  if (quantity?.value === undefined) return text ?? 'no value';
  const unit = quantity.unit === '{T-score}' ? '' : ` ${quantity.unit ?? ''}`;
  return `${quantity.value}${unit}`;
}

/** Study Instance UID of an ImagingStudy, from its `urn:dicom:uid` identifier. */
export function studyInstanceUidOf(study: ImagingStudy): string | undefined {
  return study.identifier?.find(({ system }) => system === 'urn:dicom:uid')?.value?.replace(/^urn:oid:/, '');
}
