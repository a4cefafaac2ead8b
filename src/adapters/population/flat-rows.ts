import type { Resource } from '@medplum/fhirtypes';
import {
  mayBeFact,
  textIn,
  type CodedEntry,
  type PopulationFact,
} from '../../fhir/population/population-facts.ts';
import { rowsOf, type ViewRow } from '../sql-on-fhir/view-runner.ts';
import { cellOf, type FlatView } from './flat-views.ts';

/** What an entry means to the questions ("osteoporosis", "dxa-central"); nothing: to none of them. */
export type Classify = (entry: CodedEntry, tenantId: string) => readonly PopulationFact[];

/** The same for one tenant. */
export type FactsOf = (entry: CodedEntry) => readonly PopulationFact[];

export type FlatRow = Readonly<Record<string, unknown>>;

/** The rows of one resource for one table; none when it says nothing that is asked for. */
export function flatRows(flat: FlatView, resource: Resource, factsOf: FactsOf): readonly FlatRow[] {
  if (!mayBeFact(resource)) return [];
  const rows = rowsOf(flat.view, resource).filter(
    (row) => !flat.ofPatients || typeof row['patient_id'] === 'string',
  );
  const kept = flat.coded ? entriesOf(rows).flatMap((entry) => byConcept(flat.table, entry, factsOf)) : rows;
  return kept.map((row, rowNumber) => ({
    ...cells(flat, row),
    resource_id: resource.id,
    row_number: rowNumber,
  }));
}

/** Rows of one resource that differ by their code alone are one entry; the parts of a result are several. */
const entriesOf = (rows: readonly ViewRow[]): readonly (readonly ViewRow[])[] => [
  ...Map.groupBy(rows, ({ code_system: _system, code: _code, display: _display, ...row }) =>
    JSON.stringify(row),
  ).values(),
];

/** One row a concept, with the code that stands for it where one does by itself. */
function byConcept(table: string, rows: readonly ViewRow[], factsOf: FactsOf): ViewRow[] {
  return factsOf(codedEntry(table, rows)).flatMap((fact) => {
    const means = (row: ViewRow) =>
      factsOf(codedEntry(table, [row])).some(({ concept }) => concept === fact.concept);
    const row = rows.find(means) ?? rows[0];
    return row === undefined ? [] : [{ ...row, ...fact }];
  });
}

function codedEntry(table: string, rows: readonly ViewRow[]): CodedEntry {
  const codings = rows
    .filter((row) => typeof row['code'] === 'string' || typeof row['display'] === 'string')
    .map((row) => ({
      system: textIn(row, 'code_system') ?? '',
      code: textIn(row, 'code') ?? '',
      display: textIn(row, 'display'),
    }));
  return { table, codings, cells: rows[0] ?? {} };
}

function cells(flat: FlatView, row: ViewRow): FlatRow {
  const typed = flat.columns.map((column) => [column.name, cellOf(column, row[column.name])]);
  return { ...Object.fromEntries(typed), ...(flat.coded ? { concept: row['concept'] } : {}) };
}
