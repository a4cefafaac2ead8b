/** A question as it is listed to people; its SQL stays in the adapter. */
export interface ListedQuestion {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly type: 'date' | 'integer' | 'text';
    readonly description: string;
    readonly default: string | number | undefined;
  }[];
  /** Rows that are patients are a work list: they need the population role, and reading them is audited. */
  readonly rowsAre: 'patients' | 'counts';
  /** Set where the answer is one rate, a numerator of a denominator: which way it gets better. */
  readonly improvement?: 'increase' | 'decrease';
}

/** A condition on one column of an answer; a row without a value in that column meets none. */
export interface AnswerFilter {
  readonly column: string;
  readonly is: 'equal' | 'at-least' | 'at-most';
  readonly value: string | number;
}

/** Which rows of an answer are wanted, and in which order; without `sort` in the question's own. */
export interface AnswerPage {
  readonly offset: number;
  readonly limit: number;
  readonly sort?: { readonly column: string; readonly direction: 'ascending' | 'descending' } | undefined;
  readonly filters?: readonly AnswerFilter[] | undefined;
}

export type AnswerCell = string | number | boolean | null;

export interface QuestionAnswer {
  readonly question: ListedQuestion;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, AnswerCell>>[];
  /** Rows in all that meet the filters, when only a page of them was asked for. */
  readonly rowsInAll: number;
}

/** Named questions about a tenant's population. */
export interface PopulationQuestions {
  list(): readonly ListedQuestion[];
  /**
   * Throws TrabeculaError "not-found" for an unknown question and "bad-request" for a wrong parameter, each by name.
   * A filter or an order by a column that the answer does not have is "bad-request" too.
   * `today` (YYYY-MM-DD) is the default of the parameter "asOf".
   */
  ask(
    tenantId: string,
    name: string,
    parameters: Readonly<Record<string, string>>,
    today: string,
    page: AnswerPage,
  ): Promise<QuestionAnswer>;
}
