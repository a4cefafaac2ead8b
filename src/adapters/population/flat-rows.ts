import type { Resource } from '@medplum/fhirtypes';
import type { CodedResource } from '../../fhir/population/population-concepts.ts';
import { rowsOf, type ViewRow } from '../sql-on-fhir/view-runner.ts';
import { dayOf, sqlTypeOf, type FlatView } from './flat-views.ts';

/** What a resource means to the questions ("osteoporosis", "dxa-central"); empty: to none of them. */
export type Classify = (resource: CodedResource, tenantId: string) => readonly string[];

/** The same for one tenant. */
export type ConceptsOf = (resource: CodedResource) => readonly string[];

export type FlatRow = Readonly<Record<string, unknown>>;

/** The rows of one resource for one table; none when it says nothing that is asked for. */
export function flatRows(flat: FlatView, resource: Resource, conceptsOf: ConceptsOf): readonly FlatRow[] {
  const rows = rowsOf(flat.view, resource).filter(
    (row) => !flat.ofPatients || typeof row['patient_id'] === 'string',
  );
  const kept = flat.coded ? byConcept(flat.table, rows, conceptsOf) : rows;
  return kept.map((row, rowNumber) => ({
    ...cells(flat, row),
    resource_id: resource.id,
    row_number: rowNumber,
  }));
}

/** One row a concept, with the code that stands for it where one does by itself. */
function byConcept(table: string, rows: readonly ViewRow[], conceptsOf: ConceptsOf): ViewRow[] {
  return conceptsOf(codedResource(table, rows)).flatMap((concept) => {
    const row = rows.find((one) => conceptsOf(codedResource(table, [one])).includes(concept)) ?? rows[0];
    return row === undefined ? [] : [{ ...row, concept }];
  });
}

function codedResource(table: string, rows: readonly ViewRow[]): CodedResource {
  const codings = rows
    .filter((row) => typeof row['code'] === 'string' || typeof row['display'] === 'string')
    .map((row) => ({
      system: textIn(row, 'code_system') ?? '',
      code: textIn(row, 'code') ?? '',
      display: textIn(row, 'display'),
    }));
  const first = (column: string) =>
    rows.map((row) => textIn(row, column)).find((value) => value !== undefined);
  return { table, codings, text: first('text'), medicationId: first('medication_id') };
}

const textIn = (row: ViewRow, column: string): string | undefined =>
  typeof row[column] === 'string' ? row[column] : undefined;

function cells(flat: FlatView, row: ViewRow): FlatRow {
  const typed = flat.columns.map((column) => {
    const value = row[column.name];
    return [column.name, sqlTypeOf(column) === 'date' ? dayOf(value) : value];
  });
  return { ...Object.fromEntries(typed), ...(flat.coded ? { concept: row['concept'] } : {}) };
}
