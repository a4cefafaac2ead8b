import { evalFhirPathTyped, toTypedValue, type TypedValue } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { TrabeculaError } from '../../errors.ts';
import { columnsOf, type View, type ViewColumn, type ViewSelect } from './view-definition.ts';

export type CellValue = unknown;
export type ViewRow = Readonly<Record<string, CellValue>>;

/** The element that expressions are evaluated on; undefined stands for the one empty row of forEachOrNull. */
interface Focus {
  readonly element: TypedValue | undefined;
  readonly rowIndex: number;
}

type Constants = Readonly<Record<string, TypedValue>>;

/**
 * The rows that a view makes of one resource (SQL on FHIR 2.0, "Processing Algorithm"); none when the resource is of
 * another type or a `where` is not true. The FHIRPath is @medplum/core's; its own view runner lacks `repeat` and
 * `%rowIndex`, and mixes up forEachOrNull with unionAll.
 */
export function rowsOf(view: View, resource: Resource): readonly ViewRow[] {
  if (resource.resourceType !== view.resource) return [];
  const constants = constantsOf(view);
  const focus: Focus = { element: toTypedValue(resource), rowIndex: 0 };
  if (!(view.where ?? []).every(({ path }) => isTrue(path, focus, constants))) return [];
  return product(view.select.map((select) => rowsOfSelect(select, focus, constants)));
}

function rowsOfSelect(select: ViewSelect, focus: Focus, constants: Constants): ViewRow[] {
  return fociOf(select, focus, constants).flatMap((inner) => {
    if (inner.element === undefined) return [emptyRow(select, inner, constants)];
    const parts: (readonly ViewRow[])[] = [];
    if (select.column) parts.push([cellsOf(select.column, inner, constants)]);
    for (const nested of select.select ?? []) parts.push(rowsOfSelect(nested, inner, constants));
    if (select.unionAll)
      parts.push(select.unionAll.flatMap((branch) => rowsOfSelect(branch, inner, constants)));
    return product(parts);
  });
}

function fociOf(select: ViewSelect, focus: Focus, constants: Constants): readonly Focus[] {
  if (select.repeat) return numbered(descendants(select.repeat, focus, constants));
  const path = select.forEach ?? select.forEachOrNull;
  if (path === undefined) return [focus];
  const elements = evaluate(path, focus, constants);
  if (elements.length === 0 && select.forEachOrNull !== undefined)
    return [{ element: undefined, rowIndex: 0 }];
  return numbered(elements);
}

const numbered = (elements: readonly TypedValue[]): Focus[] =>
  elements.map((element, rowIndex) => ({ element, rowIndex }));

/** Depth first, each element before its children. */
function descendants(paths: readonly string[], focus: Focus, constants: Constants): TypedValue[] {
  return paths.flatMap((path) =>
    evaluate(path, focus, constants).flatMap((element) => [
      element,
      ...descendants(paths, { element, rowIndex: 0 }, constants),
    ]),
  );
}

const emptyRow = (select: ViewSelect, focus: Focus, constants: Constants): ViewRow =>
  cellsOf(columnsOf(select), focus, constants);

function cellsOf(columns: readonly ViewColumn[], focus: Focus, constants: Constants): ViewRow {
  return Object.fromEntries(columns.map((column) => [column.name, cellOf(column, focus, constants)]));
}

function cellOf(column: ViewColumn, focus: Focus, constants: Constants): CellValue {
  const values = evaluate(column.path, focus, constants).map(({ value }) => value as CellValue);
  if (column.collection === true) return values;
  if (values.length > 1) {
    throw new TrabeculaError(
      'bad-configuration',
      `column "${column.name}" has several values but is no collection`,
    );
  }
  return values[0] ?? null;
}

function isTrue(path: string, focus: Focus, constants: Constants): boolean {
  const values = evaluate(path, focus, constants);
  if (values.length === 0) return false;
  const [only] = values;
  if (values.length > 1 || typeof only?.value !== 'boolean') {
    throw new TrabeculaError('bad-configuration', `the where "${path}" does not give a boolean`);
  }
  return only.value;
}

function evaluate(path: string, focus: Focus, constants: Constants): TypedValue[] {
  const variables = { ...constants, '%rowIndex': { type: 'integer', value: focus.rowIndex } };
  return evalFhirPathTyped(path, focus.element === undefined ? [] : [focus.element], variables);
}

function constantsOf(view: View): Constants {
  return Object.fromEntries(
    (view.constant ?? []).map(({ name, ...value }) => {
      const found = Object.entries(value).find(([key]) => key.startsWith('value'));
      if (!found) throw new TrabeculaError('bad-configuration', `the constant "${name}" has no value`);
      return [`%${name}`, toTypedValue(found[1])];
    }),
  );
}

/** Every combination of one row of each part; columns of later parts come after. */
function product(parts: readonly (readonly ViewRow[])[]): ViewRow[] {
  return parts.reduce<ViewRow[]>(
    (rows, part) => rows.flatMap((row) => part.map((more) => ({ ...row, ...more }))),
    [{}],
  );
}
