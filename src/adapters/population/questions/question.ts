import { isCalendarDay } from '../../../core/patient/recorded-date.ts';
import { TrabeculaError } from '../../../errors.ts';

/** A parameter of a question: its default is used when it is not given. */
export interface QuestionParameter {
  readonly name: string;
  readonly type: 'date' | 'integer' | 'text';
  readonly description: string;
  /** Undefined: must be given (only `asOf` is filled by the caller). */
  readonly default: string | number | undefined;
}

/**
 * A question about a tenant's population as named, parameterised SQL. `$1` is the tenant; parameters follow in their
 * order. Every table is restricted to the tenant and joined on patient_id, the distribution key.
 */
export interface Question {
  readonly name: string;
  readonly title: string;
  /** What is counted, in one or two sentences, with the source of its rules. */
  readonly description: string;
  readonly parameters: readonly QuestionParameter[];
  /** Whether rows are patients (a work list: needs the population role, is audited) or counts. */
  readonly rowsAre: 'patients' | 'counts';
  /** Set where the answer is one rate: which way it gets better. */
  readonly improvement?: 'increase' | 'decrease';
  readonly sql: string;
}

export const asOf: QuestionParameter = {
  name: 'asOf',
  type: 'date',
  description: 'the day on which ages and intervals are counted (default: today)',
  default: undefined,
};

/** Values in the order of the question's parameters, checked; an unknown name or a wrong type is named in the error. */
export function parameterValues(
  question: Question,
  given: Readonly<Record<string, string>>,
  today: string,
): readonly (string | number)[] {
  const known = new Set(question.parameters.map(({ name }) => name));
  const unknown = Object.keys(given).find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new TrabeculaError(
      'bad-request',
      `"${question.name}" has no parameter "${unknown}"; it has ${[...known].join(', ')}`,
    );
  }
  return question.parameters.map((parameter) => parameterValue(parameter, given[parameter.name], today));
}

function parameterValue(
  parameter: QuestionParameter,
  given: string | undefined,
  today: string,
): string | number {
  const text = given ?? (parameter.name === 'asOf' ? today : parameter.default);
  if (text === undefined)
    throw new TrabeculaError('bad-request', `the parameter "${parameter.name}" is missing`);
  switch (parameter.type) {
    case 'integer':
      // No more digits: that many months before a day are a day that PostgreSQL still knows.
      if (!/^\d{1,4}$/.test(String(text)))
        throw new TrabeculaError(
          'bad-request',
          `"${parameter.name}" must be a whole number of at most 4 digits`,
        );
      return Number(text);
    case 'date':
      if (!isCalendarDay(String(text))) {
        throw new TrabeculaError('bad-request', `"${parameter.name}" must be a day as YYYY-MM-DD`);
      }
      return text;
    case 'text':
      return text;
  }
}
