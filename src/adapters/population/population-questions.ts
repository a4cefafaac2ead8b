import { TrabeculaError } from '../../errors.ts';
import type {
  AnswerCell,
  ListedQuestion,
  PopulationQuestions,
  QuestionAnswer,
} from '../../flow/ports/population-questions.ts';
import { statement, type Database } from '../store/database.ts';
import { questions } from './questions/all.ts';
import { parameterValues, type Question } from './questions/question.ts';

/** The questions, asked of the flat tables. A page is cut in SQL, so that a long work list never fills the memory. */
export function populationQuestions(database: Database): PopulationQuestions {
  return {
    list: () => [...questions.values()].map(listed),
    async ask(tenantId, name, given, today, page) {
      const question = questions.get(name);
      if (question === undefined) throw new TrabeculaError('not-found', `there is no question "${name}"`);
      const values = parameterValues(question, given, today);
      const rows = await database.query<Record<string, unknown>>(pageOf(question), [
        tenantId,
        ...values,
        page.offset,
        page.limit,
      ]);
      return answerOf(question, values, rows);
    },
  };
}

/** Without the SQL: that is ours. */
const listed = ({ name, title, description, parameters, rowsAre }: Question): ListedQuestion => ({
  name,
  title,
  description,
  parameters,
  rowsAre,
});

function pageOf(question: Question): ReturnType<typeof statement> {
  const offset = question.parameters.length + 2;
  return statement(
    `question.${question.name}`,
    `SELECT q.*, count(*) OVER ()::int AS rows_in_all FROM (${question.sql}) q OFFSET $${offset} LIMIT $${offset + 1}`,
  );
}

function answerOf(
  question: Question,
  values: readonly (string | number)[],
  rows: readonly Record<string, unknown>[],
): QuestionAnswer {
  const [first] = rows;
  return {
    question: listed(question),
    parameters: Object.fromEntries(question.parameters.map(({ name }, index) => [name, values[index] ?? ''])),
    columns: first === undefined ? [] : Object.keys(first).filter((column) => column !== 'rows_in_all'),
    rows: rows.map(({ rows_in_all: _rowsInAll, ...row }) => cellsOf(row)),
    rowsInAll: Number(first?.['rows_in_all'] ?? 0),
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
