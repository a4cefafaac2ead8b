/** A card as it was issued: what feedback is checked against and alert burden is counted from. */
export interface IssuedCard {
  readonly tenantId: string;
  readonly cardUuid: string;
  readonly serviceId: string;
  readonly hook: string;
  readonly hookInstance: string;
  readonly patientId: string;
  readonly userId: string;
  readonly reasonCode: string;
  readonly channel: 'ai' | 'guideline' | 'safety' | 'order';
  readonly assessmentKey: string | undefined;
  readonly modelVersions: readonly string[];
  readonly suggestionUuids: readonly string[];
  readonly issuedAt: Date;
}

export interface CardFeedback {
  readonly tenantId: string;
  readonly serviceId: string;
  readonly cardUuid: string;
  readonly outcome: 'accepted' | 'overridden';
  readonly acceptedSuggestionUuids: readonly string[];
  readonly overrideReasonCode: string | undefined;
  /** Can hold patient data: stored, never logged. */
  readonly userComment: string | undefined;
  readonly outcomeTimestamp: string;
}

/** Showings and feedback of one patient that the decision needs for its caps and snoozes. */
export interface CardHistory {
  readonly showings: readonly {
    readonly userId: string;
    readonly channel: IssuedCard['channel'];
    readonly issuedAt: Date;
  }[];
  readonly feedback: readonly {
    readonly userId: string;
    readonly channel: IssuedCard['channel'];
    readonly outcome: CardFeedback['outcome'];
    readonly overrideReasonCode: string | undefined;
    readonly at: Date;
  }[];
}

export interface CardLedger {
  issue(cards: readonly IssuedCard[]): Promise<void>;
  historyOf(tenantId: string, patientId: string): Promise<CardHistory>;
  /** Whose card it is; undefined when this service did not issue it to this tenant. */
  patientOf(tenantId: string, cardUuid: string): Promise<string | undefined>;
  /**
   * Says "unknown-card" for cards that this service did not issue, and for suggestions that the card did not make; the
   * same report twice is "unchanged".
   */
  recordFeedback(feedback: CardFeedback): Promise<'recorded' | 'unchanged' | 'unknown-card'>;
  /** Cards issued and chart openings counted over a window, for the alert ceiling and the override limit. */
  burden(
    tenantId: string,
    since: Date,
  ): Promise<{
    readonly openings: number;
    readonly cards: number;
    readonly overridden: number;
    readonly answered: number;
  }>;
  countOpening(tenantId: string, at: Date): Promise<void>;
}
