/** A row of a research export before and after: values by column. */
export type ExportRow = Readonly<Record<string, string | number | boolean | null>>;

/** Fewer people than this behind a count are not shown: they could be recognised (CMS cell size suppression policy: 11). */
export const smallestCell = 11;

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
