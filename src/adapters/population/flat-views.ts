import { readdirSync, readFileSync } from 'node:fs';
import { earliestDay } from '../../core/patient/recorded-date.ts';
import { recordedDay } from '../../fhir/recorded-day.ts';
import { storable } from '../store/storable.ts';
import { columnsOf, parseView, type View, type ViewColumn } from '../sql-on-fhir/view-definition.ts';

/** A ViewDefinition and the table that holds its rows. */
export interface FlatView {
  readonly table: string;
  readonly view: View;
  readonly columns: readonly ViewColumn[];
  /** Rows of a coded view are kept only when their code means something to a question. */
  readonly coded: boolean;
  /** Rows of a view of patients are kept only when they name one. */
  readonly ofPatients: boolean;
}

const folder = new URL('../../../fhir-profiles/views/', import.meta.url);

/** The shipped views, by the name of their table in the schema "population". */
export function shippedViews(): readonly FlatView[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) =>
      flatView(name.replace(/\.json$/, ''), JSON.parse(readFileSync(new URL(name, folder), 'utf8'))),
    );
}

function flatView(table: string, definition: unknown): FlatView {
  const view = parseView(definition);
  const columns = view.select.flatMap(columnsOf);
  const has = (column: string) => columns.some(({ name }) => name === column);
  return { table, view, columns, coded: has('code_system'), ofPatients: has('patient_id') };
}

/** PostgreSQL type of a view's column. FHIR dateTime becomes a day: no question asks for the hour. */
export function sqlTypeOf(column: ViewColumn): 'text' | 'date' | 'numeric' | 'boolean' {
  switch (column.type) {
    case 'date':
    case 'dateTime':
      return 'date';
    case 'decimal':
    case 'integer':
      return 'numeric';
    case 'boolean':
      return 'boolean';
    default:
      return 'text';
  }
}

/**
 * A value as its column can hold it, else undefined: charts hold 30 February, numbers that are words and characters that
 * PostgreSQL refuses, and one of them must not stop an import.
 */
export function cellOf(column: ViewColumn, value: unknown): string | number | boolean | undefined {
  switch (sqlTypeOf(column)) {
    case 'date':
      return dayOf(value);
    case 'numeric':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'text':
      return typeof value === 'string' ? storable(value) : undefined;
  }
}

/**
 * A FHIR date of any precision as a day: 2020 -> 2020-01-01. The first day that it can mean, so that "since" never counts
 * a test as newer than it may be. Undefined when it is no day of the calendar.
 */
function dayOf(value: unknown): string | undefined {
  const recorded = typeof value === 'string' ? recordedDay(value) : undefined;
  return recorded && earliestDay(recorded);
}
