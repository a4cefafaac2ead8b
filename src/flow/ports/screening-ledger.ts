/** One study of one patient in a screening run. */
export interface ScreeningItem {
  readonly tenantId: string;
  readonly runId: string;
  readonly patientId: string;
  readonly studyInstanceUid: string;
  /** Tries before this one that failed by the study itself. */
  readonly attempts: number;
  /** Tries that an outage ended. */
  readonly outages: number;
  /** Leases that ran out because their worker died. */
  readonly lostLeases: number;
}

/** What a try that did not succeed counts as. "nothing": it was not really tried. */
export type CountedAs = 'attempt' | 'outage' | 'nothing';

export type ScreeningRunState = 'running' | 'paused' | 'cancelled';

export interface ScreeningRun {
  readonly tenantId: string;
  readonly runId: string;
  /** Whom the run takes, in words ("films of the last 24 months without assessment"). */
  readonly cohort: string;
  readonly state: ScreeningRunState;
  readonly askedBy: string;
  readonly createdAt: Date;
}

export interface ScreeningProgress {
  readonly run: ScreeningRun;
  readonly studies: number;
  readonly waiting: number;
  readonly scored: number;
  readonly refused: number;
  readonly setAside: number;
  /** Studies finished in the last ten minutes: what the remaining time is estimated from. */
  readonly finishedLastTenMinutes: number;
}

/** The durable ledger of screening runs. Safe with any number of workers on any number of machines. */
export interface ScreeningLedger {
  /** Stores the run and its studies in one transaction; a study is in a run once. Returns how many it holds. */
  plan(
    run: ScreeningRun,
    studies: readonly { readonly patientId: string; readonly studyInstanceUid: string }[],
  ): Promise<number>;
  /** Takes at most `limit` due studies of running runs, leased until `leaseUntil`. */
  claim(limit: number, at: Date, leaseUntil: Date): Promise<readonly ScreeningItem[]>;
  finish(
    item: ScreeningItem,
    outcome: 'scored' | 'refused',
    reason: string | undefined,
    at: Date,
  ): Promise<void>;
  /** To be tried again from `again` on. */
  putBack(item: ScreeningItem, reason: string, countedAs: CountedAs, again: Date): Promise<void>;
  /** For good, with its reason. */
  giveUp(item: ScreeningItem, reason: string, at: Date): Promise<void>;
  setState(tenantId: string, runId: string, state: ScreeningRunState): Promise<boolean>;
  progress(tenantId: string, at: Date): Promise<readonly ScreeningProgress[]>;
  /** Median seconds between two finished studies of the tenant's last 200; undefined with fewer than 10. */
  secondsPerStudy(tenantId: string): Promise<number | undefined>;
  /** Studies set aside, with their reasons (codes, no patient data beyond the id). */
  setAside(
    tenantId: string,
    runId: string,
  ): Promise<readonly (ScreeningItem & { readonly reason: string })[]>;
}
