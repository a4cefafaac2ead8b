/**
 * A date as it stands in the record: "2019", "2019-03" or "2019-03-07" (the calendar day where it was recorded; FHIR
 * date and dateTime with the time cut off). A partial date is never completed: it is a span of days.
 */
export type RecordedDate = string;

/** An ISO calendar day, "2019-03-07". */
export type CalendarDay = string;

// FHIR and PostgreSQL know no year 0; films of some devices say 00000000.
const PATTERN = /^(?!0000)\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

export const isRecordedDate = (text: string): boolean => {
  if (!PATTERN.test(text)) return false;
  const dayOfMonth = Number(text.slice(8, 10));
  // Every month has 28 days: most dates of a chart need no calendar.
  if (dayOfMonth <= 28) return true;
  const lastOfMonth = Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0);
  return dayOfMonth <= new Date(lastOfMonth).getUTCDate();
};

/** Whether a text is a day of the calendar: records hold 30 February, which no sum of days and no database takes. */
export const isCalendarDay = (text: string): text is CalendarDay =>
  text.length === 10 && isRecordedDate(text);

/** First day that the date can mean. */
export function earliestDay(date: RecordedDate): CalendarDay {
  if (date.length === 4) return `${date}-01-01`;
  return date.length === 7 ? `${date}-01` : date;
}

/** Last day that the date can mean. */
export function latestDay(date: RecordedDate): CalendarDay {
  if (date.length === 4) return `${date}-12-31`;
  if (date.length === 10) return date;
  return addDays(addMonths(`${date}-01`, 1), -1);
}

export function addDays(day: CalendarDay, days: number): CalendarDay {
  const milliseconds = Date.parse(`${day}T00:00:00Z`) + days * 86_400_000;
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** The same day of a later (or earlier) month; the month's last day where it has no such day. */
export function addMonths(day: CalendarDay, months: number): CalendarDay {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7)) - 1 + months;
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const dayOfMonth = Math.min(Number(day.slice(8, 10)), lastOfMonth);
  return new Date(Date.UTC(year, month, dayOfMonth)).toISOString().slice(0, 10);
}

/** First day of the month that lies `months` after the month of `day`. */
export const firstOfMonthAfter = (day: CalendarDay, months: number): CalendarDay =>
  addMonths(`${day.slice(0, 7)}-01`, months);

// Making a formatter costs a third of a millisecond, and every hook call asks for the day.
const dayFormats = new Map<string, Intl.DateTimeFormat>();

function dayFormatOf(timeZone: string): Intl.DateTimeFormat {
  const known = dayFormats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  dayFormats.set(timeZone, made);
  return made;
}

/** The calendar day of an instant in an IANA time zone: a chart opened at 23:30 in Chicago is not tomorrow's. */
export function calendarDayOf(instant: Date, timeZone: string): CalendarDay {
  return dayFormatOf(timeZone).format(instant).slice(0, 10);
}

/** Whole years from a (possibly partial) date to a day: the least and the most that it can be. */
export function yearsBetween(
  date: RecordedDate,
  day: CalendarDay,
): { readonly least: number; readonly most: number } {
  return { least: wholeYears(latestDay(date), day), most: wholeYears(earliestDay(date), day) };
}

function wholeYears(from: CalendarDay, to: CalendarDay): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}
