import { isCalendarDay } from '../patient/recorded-date.ts';

/** One attribute in DICOM JSON (PS3.18 annex F). */
export interface DicomJsonAttribute {
  readonly vr: string;
  readonly Value?: readonly unknown[];
}

/** A data set by tag ("00180015"): as WADO-RS metadata return it, or as the decoder reads it from a file. */
export type DicomJson = Readonly<Record<string, DicomJsonAttribute>>;

/** A code of a coded concept: value and scheme (PS3.3 section 8). */
export interface CodedConcept {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string | undefined;
}

/** First value as text without padding; undefined when the attribute is absent or empty. */
export function textOf(data: DicomJson, tag: string): string | undefined {
  const [text] = textsOf(data, tag);
  return text === '' ? undefined : text;
}

/** All values as text without padding; an empty value among others stays, because positions have meanings. */
export function textsOf(data: DicomJson, tag: string): readonly string[] {
  return (data[tag]?.Value ?? []).map((value) =>
    typeof value === 'string' || typeof value === 'number' ? unpadded(String(value)) : '',
  );
}

/** Some devices pad more than UIDs with NUL (PS3.5 section 6.2 allows it for UIDs alone). */
const unpadded = (text: string): string => text.replaceAll('\0', ' ').trim();

/** First value as a number; undefined when absent or not one. */
export function numberOf(data: DicomJson, tag: string): number | undefined {
  return numbersOf(data, tag)[0];
}

export function numbersOf(data: DicomJson, tag: string): readonly number[] {
  return textsOf(data, tag)
    .filter((text) => text !== '')
    .map(Number)
    .filter(Number.isFinite);
}

/** Items of a sequence. */
export function itemsOf(data: DicomJson, tag: string): readonly DicomJson[] {
  return (data[tag]?.Value ?? []).filter(
    (item): item is DicomJson => typeof item === 'object' && item !== null,
  );
}

/** Coded concepts of a code sequence; items without value or scheme are left out. */
export function codesOf(data: DicomJson, tag: string): readonly CodedConcept[] {
  return itemsOf(data, tag).flatMap((item) => {
    const value = textOf(item, '00080100');
    const scheme = textOf(item, '00080102');
    return value === undefined || scheme === undefined
      ? []
      : [{ value, scheme, meaning: textOf(item, '00080104') }];
  });
}

/** A DICOM date (YYYYMMDD) as an ISO calendar date, or undefined. */
export function isoDateOf(data: DicomJson, tag: string): string | undefined {
  const match = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(textOf(data, tag) ?? '');
  const day = match === null ? '' : `${match[1]}-${match[2]}-${match[3]}`;
  return isCalendarDay(day) ? day : undefined;
}
