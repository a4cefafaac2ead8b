import type { Resource } from '@medplum/fhirtypes';
import { rowsOf, type ViewRow } from '../sql-on-fhir/view-runner.ts';
import { dayOf, sqlTypeOf, type FlatView } from './flat-views.ts';

/** What a code means to the questions ("osteoporosis", "dxa-central"); empty: to none of them. */
export type Classify = (code: {
  readonly table: string;
  readonly system: string;
  readonly code: string;
  readonly text: string | undefined;
}) => readonly string[];

export type FlatRow = Readonly<Record<string, unknown>>;

/** The rows of one resource for one table; none when it says nothing that is asked for. */
export function flatRows(flat: FlatView, resource: Resource, classify: Classify): readonly FlatRow[] {
  const kept = rowsOf(flat.view, resource)
    .filter((row) => typeof row['patient_id'] === 'string')
    .flatMap((row) => (flat.coded ? withConcepts(flat, row, classify) : [row]));
  return kept.map((row, rowNumber) => ({
    ...cells(flat, row),
    resource_id: resource.id,
    row_number: rowNumber,
  }));
}

function withConcepts(flat: FlatView, row: ViewRow, classify: Classify): ViewRow[] {
  const text = row['display'] ?? row['text'] ?? row['description'];
  const concepts = classify({
    table: flat.table,
    system: String(row['code_system'] ?? ''),
    code: String(row['code'] ?? ''),
    text: typeof text === 'string' ? text : undefined,
  });
  return concepts.map((concept) => ({ ...row, concept }));
}

function cells(flat: FlatView, row: ViewRow): FlatRow {
  const typed = flat.columns.map((column) => {
    const value = row[column.name];
    return [column.name, sqlTypeOf(column) === 'date' ? dayOf(value) : value];
  });
  return { ...Object.fromEntries(typed), ...(flat.coded ? { concept: row['concept'] } : {}) };
}
