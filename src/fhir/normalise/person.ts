import type { Patient } from '@medplum/fhirtypes';
import { absent, known, type Known } from '../../core/patient/known.ts';
import type { RecordedDate } from '../../core/patient/recorded-date.ts';
import { recordedDay } from '../recorded-day.ts';

const US_CORE_BIRTH_SEX = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex';

/** Patient.gender. Other or unknown is no sex; a recorded birth sex that differs is a conflict, and none is picked. */
export function sexOf(patient: Patient | undefined): Known<'female' | 'male'> {
  if (patient === undefined) return absent('not-read');
  const { gender } = patient;
  if (gender === undefined) return absent('not-recorded');
  if (gender !== 'female' && gender !== 'male') return absent('not-female-or-male');
  const birthSex = patient.extension?.find(({ url }) => url === US_CORE_BIRTH_SEX)?.valueCode;
  const conflicts = (birthSex === 'F' && gender === 'male') || (birthSex === 'M' && gender === 'female');
  return conflicts ? absent('conflicting') : known(gender);
}

export function birthDateOf(patient: Patient | undefined): Known<RecordedDate> {
  if (patient === undefined) return absent('not-read');
  if (patient.birthDate === undefined) return absent('not-recorded');
  const day = recordedDay(patient.birthDate);
  return day === undefined ? absent('not-usable') : known(day);
}

export const isDeceased = (patient: Patient | undefined): boolean =>
  patient?.deceasedBoolean === true || patient?.deceasedDateTime !== undefined;
