import { isCalendarDay } from '../core/patient/recorded-date.ts';
import type { StudyCode } from '../core/study/study-description.ts';

/** A FHIR element of a resource that may have the shape of another FHIR version. */
export type Json = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The elements of a repeating or single element; anything that is no object is left out. */
export function asList(value: unknown): readonly Json[] {
  return (Array.isArray(value) ? value : [value]).filter(isRecord);
}

/** A string with something in it. */
export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** The calendar date of a date or dateTime, as written there; undefined unless the day is known and is one. */
export function calendarDateOf(value: unknown): string | undefined {
  const day = (stringOf(value) ?? '').slice(0, 10);
  return isCalendarDay(day) ? day : undefined;
}

/** Codes of a CodeableConcept. */
export function codesOfConcept(concept: unknown): readonly StudyCode[] {
  if (!isRecord(concept)) return [];
  return asList(concept['coding']).flatMap((coding) => {
    const code = stringOf(coding['code']);
    return code === undefined ? [] : [{ system: stringOf(coding['system']), code }];
  });
}

/** "ImagingStudy/123"; undefined for a resource without id. */
export function referenceOf(resource: Json): string | undefined {
  const id = stringOf(resource['id']);
  return id === undefined ? undefined : `${stringOf(resource['resourceType']) ?? ''}/${id}`;
}
