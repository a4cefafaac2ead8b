import { TrabeculaError } from '../../errors.ts';
import type { AnswerFilter, AnswerPage } from '../../flow/ports/population-questions.ts';

const COLUMN = '[a-z][a-z0-9_]{0,39}';
const mostFilters = 10;

/**
 * `sort=age_years` or `sort=-age_years` (falling), and `filter=column:is:value` as often as wanted, `is` one of equal,
 * at-least, at-most. Throws TrabeculaError "bad-request".
 */
export function rowsWanted(query: {
  readonly sort: unknown;
  readonly filter: unknown;
}): Pick<AnswerPage, 'sort'> & { readonly filters: readonly AnswerFilter[] } {
  const filters = [query.filter ?? []].flat().map(filterOf);
  if (filters.length > mostFilters)
    throw new TrabeculaError('bad-request', `at most ${mostFilters} filters can be given`);
  return { filters, sort: sortOf(query.sort) };
}

function sortOf(asked: unknown): AnswerPage['sort'] {
  if (asked === undefined) return undefined;
  const [, falling, column] = new RegExp(`^(-?)(${COLUMN})$`).exec(String(asked)) ?? [];
  if (column === undefined)
    throw new TrabeculaError('bad-request', '"sort" is the name of a column, with "-" before it to fall');
  return { column, direction: falling === '-' ? 'descending' : 'ascending' };
}

/** A value that reads as a number is one: columns of the questions are numbers, days and words. */
function filterOf(asked: unknown): AnswerFilter {
  const [, column, is, value] =
    new RegExp(`^(${COLUMN}):(equal|at-least|at-most):(.{1,100})$`).exec(String(asked)) ?? [];
  if (column === undefined || value === undefined)
    throw new TrabeculaError('bad-request', '"filter" is column:is:value with equal, at-least or at-most');
  return {
    column,
    is: is as AnswerFilter['is'],
    value: /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value,
  };
}

export function textParameters(given: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      if (typeof value !== 'string') throw new TrabeculaError('bad-request', `"${name}" must be given once`);
      return [name, value];
    }),
  );
}

export function wholeNumber(name: string, given: unknown, otherwise: number, most: number): number {
  if (given === undefined) return otherwise;
  if (typeof given !== 'string' || !/^\d{1,8}$/.test(given) || Number(given) > most) {
    throw new TrabeculaError('bad-request', `"${name}" must be a whole number of at most ${most}`);
  }
  return Number(given);
}
