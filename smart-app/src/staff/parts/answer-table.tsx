import { Anchor, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AnswerCell, QuestionAnswer } from '../../../../src/flow/ports/population-questions.ts';
import { columnName, message, reasonWords } from '../messages/message.ts';

export interface Sort {
  readonly column: string;
  readonly isFalling: boolean;
}

/** Rows of an answer as a table that scrolls in its own frame. With `onSort` its headings are buttons. */
export function AnswerTable({
  answer,
  label,
  sort,
  onSort,
  action,
  chartUrl,
  isShort = false,
}: {
  readonly answer: Pick<QuestionAnswer, 'columns' | 'rows'>;
  readonly label: string;
  readonly sort?: Sort | undefined;
  readonly onSort?: (column: string) => void;
  /** Held to a few rows, the rest by scrolling. */
  readonly isShort?: boolean;
  /** Address of a chart with `{patientId}`; without one a patient's id is no link. */
  readonly chartUrl?: string | undefined;
  readonly action?: (row: Readonly<Record<string, AnswerCell>>) => ReactNode;
}) {
  if (answer.rows.length === 0) return <Text size="sm">{message('table.empty')}</Text>;
  const isNumber = (column: string) => answer.rows.some((row) => typeof row[column] === 'number');
  return (
    <div
      className={isShort ? 'table-frame short' : 'table-frame'}
      role="region"
      aria-label={label}
      tabIndex={0}
    >
      <Table striped highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {answer.columns.map((column) => (
              <Table.Th
                key={column}
                className={isNumber(column) ? 'number' : ''}
                aria-sort={
                  sort?.column === column ? (sort.isFalling ? 'descending' : 'ascending') : undefined
                }
              >
                {onSort === undefined ? (
                  columnName(column)
                ) : (
                  <SortButton column={column} sort={sort} onSort={onSort} />
                )}
              </Table.Th>
            ))}
            {action !== undefined && <Table.Th>{message('table.action')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody data-of-record>
          {answer.rows.map((row, place) => (
            <Table.Tr key={place}>
              {answer.columns.map((column) => (
                <Table.Td key={column} className={isNumber(column) ? 'number' : ''}>
                  <Cell column={column} value={row[column] ?? null} chartUrl={chartUrl} />
                </Table.Td>
              ))}
              {action !== undefined && <Table.Td>{action(row)}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Cell({
  column,
  value,
  chartUrl,
}: {
  readonly column: string;
  readonly value: AnswerCell;
  readonly chartUrl: string | undefined;
}) {
  if (column === 'reason' && typeof value === 'string') return <>{reasonWords(value)}</>;
  if (column === 'patient_id' && typeof value === 'string')
    return <PatientId id={value} chartUrl={chartUrl} />;
  return <>{cellText(value)}</>;
}

/** A patient's id; with the site's chart address it opens the chart, where the EHR asks who wants to see it. */
export function PatientId({ id, chartUrl }: { readonly id: string; readonly chartUrl: string | undefined }) {
  if (chartUrl === undefined) return <>{id}</>;
  return (
    <Anchor
      size="sm"
      href={chartUrl.replaceAll('{patientId}', encodeURIComponent(id))}
      target="_blank"
      rel="noopener noreferrer"
    >
      {id}
    </Anchor>
  );
}

function SortButton({
  column,
  sort,
  onSort,
}: {
  readonly column: string;
  readonly sort: Sort | undefined;
  readonly onSort: (column: string) => void;
}) {
  const arrow = sort?.column !== column ? '↕' : sort.isFalling ? '↓' : '↑';
  return (
    <button
      type="button"
      className="sort-button"
      onClick={() => {
        onSort(column);
      }}
    >
      {columnName(column)} <span aria-hidden>{arrow}</span>
    </button>
  );
}

/** Nothing known is a dash, never a zero. */
export function cellText(cell: AnswerCell): string {
  if (cell === null) return '–';
  if (typeof cell === 'boolean') return message(cell ? 'table.yes' : 'table.no');
  return typeof cell === 'number' && !Number.isInteger(cell)
    ? String(Math.round(cell * 1000) / 1000)
    : String(cell);
}
