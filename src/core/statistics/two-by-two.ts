/** People by test result (flagged or not) and by the reference standard (DXA). */
export interface TwoByTwo {
  readonly truePositives: number;
  readonly falseNegatives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
}

/** One person: the score that the test gave and what the reference standard says. */
export interface ScoredCase {
  readonly score: number;
  readonly positive: boolean;
}

/** The table of a cut: flagged means score >= cut. */
export function tabulate(cases: readonly ScoredCase[], cut: number): TwoByTwo {
  const count = (positive: boolean, flagged: boolean) =>
    cases.filter((c) => c.positive === positive && c.score >= cut === flagged).length;
  return {
    truePositives: count(true, true),
    falseNegatives: count(true, false),
    falsePositives: count(false, true),
    trueNegatives: count(false, false),
  };
}
