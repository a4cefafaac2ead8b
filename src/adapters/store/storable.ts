/**
 * Text as PostgreSQL takes it. It knows no NUL character, with which some devices pad their names, and its JSON no half
 * of a character: one of them in a film's tag or in a user's comment would fail the whole statement.
 */
export const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed();

/** The values of a statement, texts and lists of texts made storable. */
export const storableValues = (values: readonly unknown[]): unknown[] =>
  values.map((value) => (Array.isArray(value) ? value.map(storableValue) : storableValue(value)));

const storableValue = (value: unknown): unknown => (typeof value === 'string' ? storable(value) : value);

/** JSON for a jsonb column. */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => storableValue(part));
