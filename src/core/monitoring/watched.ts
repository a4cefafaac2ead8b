/** What came back about one flagged person: the DXA that followed. */
export interface FollowedFlag {
  /** Whether the lowest T-score was at or below -2.5. */
  readonly osteoporosis: boolean;
  /** Fitted probability that the card gave; undefined where none was fitted. */
  readonly probability: number | undefined;
  readonly daysToDxa: number | undefined;
}

/** Readings of one period, as far as they are kept: no person, no study. */
export interface ReadInputs {
  readonly filmScores: readonly number[];
  /** Distance of each scored film from the training films. */
  readonly novelty: readonly number[];
  readonly readable: number;
  readonly refused: number;
}

/** What is known of one tenant over one period, and of the period before it to compare with. */
export interface WatchedPeriod {
  readonly burden: {
    readonly openings: number;
    readonly cards: number;
    readonly overridden: number;
    readonly answered: number;
  };
  /** Flagged people whose DXA came in the period, treatment begun in between left out. */
  readonly followed: readonly FollowedFlag[];
  readonly inputs: ReadInputs;
  readonly earlierInputs: ReadInputs;
}
