/** What came back about one flagged person: the DXA that followed. */
export interface FollowedFlag {
  /** Whether the lowest T-score was at or below -2.5. */
  readonly osteoporosis: boolean;
  /** Fitted probability that the card gave; undefined where none was fitted. */
  readonly probability: number | undefined;
  readonly daysToDxa: number | undefined;
}

/** Flags whose time for a DXA (120 days) ran out in the period: how many there are, and how many had none by then. */
export interface DueFlags {
  readonly due: number;
  readonly late: number;
}

/** Readings of one period, as far as they are kept: no person, no study. What is not recorded is left out. */
export interface ReadInputs {
  readonly filmScores: readonly number[];
  /** Distance of each scored film from the training films. */
  readonly novelty: readonly number[];
  readonly readable: number;
  readonly refused: number;
  /** Of each scored film. */
  readonly manufacturers: readonly string[];
  readonly tubeVoltagesKv: readonly number[];
  readonly views: readonly string[];
  /** Of each person when the film was taken. */
  readonly agesYears: readonly number[];
  readonly sexes: readonly string[];
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
  readonly dueFlags: DueFlags;
  readonly inputs: ReadInputs;
  readonly earlierInputs: ReadInputs;
}
