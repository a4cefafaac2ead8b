import { withShareIntervals } from '../../core/population/share-intervals.ts';
import { TrabeculaError } from '../../errors.ts';
import type {
  AnswerCell,
  AnswerPage,
  ListedQuestion,
  PopulationQuestions,
  QuestionAnswer,
} from '../../flow/ports/population-questions.ts';
import { statement, type Database } from '../store/database.ts';
import { questions } from './questions/all.ts';
import { parameterValues, type Question } from './questions/question.ts';
import { storableJson } from '../store/storable.ts';

/** The questions, asked of the flat tables. A page is cut in SQL, so that a long work list never fills the memory. */
export function populationQuestions(database: Database): PopulationQuestions {
  return {
    list: () => [...questions.values()].map(listed),
    async ask(tenantId, name, given, today, page) {
      const question = questions.get(name);
      if (question === undefined) throw new TrabeculaError('not-found', `there is no question "${name}"`);
      const values = parameterValues(question, given, today);
      const named = [tenantId, ...values];
      const { offset, limit, sort, filters = [] } = page;
      const rows = await database.query<Record<string, unknown>>(
        pageOf(question, filters.length > 0, sort?.direction),
        [
          ...named,
          offset,
          limit,
          ...(filters.length > 0 ? [storableJson(filters)] : []),
          ...(sort === undefined ? [] : [sort.column]),
        ],
      );
      // No row meets the filters: whether there are such columns is seen from a row that need not meet them.
      const [any] =
        rows.length > 0 || filters.length === 0
          ? rows
          : await database.query<Record<string, unknown>>(pageOf(question, false, undefined), [
              ...named,
              0,
              1,
            ]);
      refuseUnknownColumns(page, any);
      return answerOf(question, values, rows);
    },
  };
}

/** Without the SQL: that is ours. */
const listed = ({ sql: _stays, ...question }: Question): ListedQuestion => question;

/**
 * Filters and order go by the row as JSON, so that a column's name is a value like any other and no text of a caller
 * becomes SQL. JSON null is absent: it meets no filter and comes last in either order; equal rows keep one order, so
 * that pages do not overlap.
 */
function pageOf(
  question: Question,
  isFiltered: boolean,
  direction: 'ascending' | 'descending' | undefined,
): ReturnType<typeof statement> {
  const place = question.parameters.length + 2;
  const filter = isFiltered ? `WHERE ${meetsFilters(`$${place + 2}`)}` : '';
  const order =
    direction === undefined
      ? ''
      : `ORDER BY nullif(to_jsonb(q) -> CAST($${place + 2 + Number(isFiltered)} AS text), 'null'::jsonb)
           ${direction === 'ascending' ? 'ASC' : 'DESC'} NULLS LAST, to_jsonb(q) ->> 'patient_id', CAST(to_jsonb(q) AS text)`;
  return statement(
    `question.${question.name}.${direction ?? 'own-order'}${isFiltered ? '.filtered' : ''}`,
    `SELECT q.*, count(*) OVER ()::int AS rows_in_all FROM (${question.sql}) q ${filter} ${order}
      OFFSET $${place} LIMIT $${place + 1}`,
  );
}

const meetsFilters = (filters: string): string => `NOT EXISTS (
  SELECT 1 FROM jsonb_to_recordset(CAST(${filters} AS jsonb)) AS f("column" text, "is" text, value jsonb)
   WHERE CASE WHEN coalesce(to_jsonb(q) -> f."column", 'null'::jsonb) = 'null'::jsonb THEN true
              WHEN f."is" = 'equal' THEN to_jsonb(q) -> f."column" <> f.value
              WHEN f."is" = 'at-least' THEN to_jsonb(q) -> f."column" < f.value
              ELSE to_jsonb(q) -> f."column" > f.value END)`;

/** Known only from a row: a question that has no rows at all answers the same under any filter. */
function refuseUnknownColumns(page: AnswerPage, row: Readonly<Record<string, unknown>> | undefined): void {
  if (row === undefined) return;
  const named = [page.sort?.column, ...(page.filters ?? []).map(({ column }) => column)];
  const unknown = named.find((column) => column !== undefined && !(column in row));
  if (unknown !== undefined)
    throw new TrabeculaError('bad-request', `the answer has no column "${unknown.slice(0, 40)}"`);
}

function answerOf(
  question: Question,
  values: readonly (string | number)[],
  rows: readonly Record<string, unknown>[],
): QuestionAnswer {
  const cells = rows.map(({ rows_in_all: _rowsInAll, ...row }) => withShareIntervals(cellsOf(row)));
  return {
    question: listed(question),
    parameters: Object.fromEntries(question.parameters.map(({ name }, index) => [name, values[index] ?? ''])),
    columns: Object.keys(cells[0] ?? {}),
    rows: cells,
    rowsInAll: Number(rows[0]?.['rows_in_all'] ?? 0),
  };
}

const cellsOf = (row: Record<string, unknown>): Record<string, AnswerCell> =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [column, cellOf(value)]));

/** The questions cast dates to text and numerics to float8: the two engines give both in different shapes. */
function cellOf(value: unknown): AnswerCell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
  throw new TypeError('a question selects a column of a type that the engines give in different shapes');
}
