import type { Period } from '@medplum/fhirtypes';
import { isRecordedDate, type RecordedDate } from '../core/patient/recorded-date.ts';

/**
 * A FHIR date, dateTime or instant as the calendar day of the place where it was written: its offset is kept and the
 * time cut off, because a DXA of 23:30 in Chicago was not done a day later. Undefined when it is absent or no date.
 */
export function recordedDay(text: string | undefined): RecordedDate | undefined {
  const day = text?.split('T')[0];
  return day !== undefined && isRecordedDate(day) ? day : undefined;
}

export const firstDay = (...texts: readonly (string | undefined)[]): RecordedDate | undefined =>
  texts.map(recordedDay).find((day) => day !== undefined);

export const endOrStart = (period: Period | undefined): RecordedDate | undefined =>
  firstDay(period?.end, period?.start);

/** The latest of some days by their text; a partial date sorts before the days within it. */
export const latestOf = (...days: readonly (RecordedDate | undefined)[]): RecordedDate | undefined =>
  days
    .filter((day) => day !== undefined)
    .toSorted()
    .at(-1);

/** "Condition/12", for the facts shown on demand. */
export const referenceTo = (resource: {
  readonly resourceType: string;
  readonly id?: string | undefined;
}): string => (resource.id === undefined ? resource.resourceType : `${resource.resourceType}/${resource.id}`);
