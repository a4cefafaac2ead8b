/** A row of a research export before and after: values by column. */
export type ExportRow = Readonly<Record<string, string | number | boolean | null>>;

/** Fewer people than this behind a count are not shown: they could be recognised (CMS cell size suppression policy: 11). */
export const smallestCell = 11;

/** Largest shift of a patient's dates, in days, to either side. */
export const largestShiftDays = 182;

/**
 * Days by which all dates of one patient are shifted: the same for the patient, so that intervals stay true, and not to
 * be guessed without the secret. `digest` is a keyed hash of the patient's id, as bytes.
 */
export function dateShiftDays(digest: Uint8Array): number {
  const word =
    ((digest[0] ?? 0) << 24) | ((digest[1] ?? 0) << 16) | ((digest[2] ?? 0) << 8) | (digest[3] ?? 0);
  const days = (word >>> 0) % (2 * largestShiftDays + 1);
  return days - largestShiftDays;
}

/** A day (YYYY-MM-DD) moved by whole days. */
export function shiftDay(day: string, shiftDays: number): string {
  const moved = new Date(`${day}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + shiftDays);
  return moved.toISOString().slice(0, 10);
}

/** Ages of 90 and more are one group (HIPAA Safe Harbor, 45 CFR 164.514(b)(2)(i)(C)). */
export const ageForExport = (ageYears: number): number | '90 and over' =>
  ageYears >= 90 ? '90 and over' : ageYears;

/**
 * Counts under the smallest cell are withheld, and so is any figure derived from them: a rate beside a withheld count
 * would give it away.
 */
export function suppressSmallCells(
  rows: readonly ExportRow[],
  countColumns: readonly string[],
  derivedColumns: readonly string[],
): readonly ExportRow[] {
  return rows.map((row) => {
    const small = countColumns.some(
      (name) => typeof row[name] === 'number' && row[name] > 0 && row[name] < smallestCell,
    );
    if (!small) return row;
    const counts = countColumns.map((name) => [name, withheld(row[name])] as const);
    return {
      ...row,
      ...Object.fromEntries(counts),
      ...Object.fromEntries(derivedColumns.map((name) => [name, null])),
    };
  });
}

const withheld = (value: ExportRow[string] | undefined): ExportRow[string] =>
  typeof value === 'number' && value > 0 && value < smallestCell ? `under ${smallestCell}` : (value ?? null);
