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
}

export type AnswerCell = string | number | boolean | null;

export interface QuestionAnswer {
  readonly question: ListedQuestion;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, AnswerCell>>[];
  /** Rows in all, when only a page of them was asked for. */
  readonly rowsInAll: number;
}

/** Named questions about a tenant's population. */
export interface PopulationQuestions {
  list(): readonly ListedQuestion[];
  /**
   * Throws TrabeculaError "not-found" for an unknown question and "bad-request" for a wrong parameter, each by name.
   * `today` (YYYY-MM-DD) is the default of the parameter "asOf".
   */
  ask(
    tenantId: string,
    name: string,
    parameters: Readonly<Record<string, string>>,
    today: string,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<QuestionAnswer>;
}
