import type { RaisedAlarm, WatchAlarm } from '../../core/monitoring/watch-rules.ts';

/** What the watch found at one look. */
export interface WatchLook {
  readonly lookedAt: Date;
  /** By name; undefined where there was too little to say. */
  readonly figures: Readonly<Record<string, number | undefined>>;
}

/** One alarm from the look that raised it to the look that no longer found it. */
export interface KeptAlarm {
  readonly alarm: WatchAlarm;
  /** With its figures and its limit, as last seen; no person in it. */
  readonly words: string;
  readonly raisedAt: Date;
  /** Undefined while it stands. */
  readonly clearedAt: Date | undefined;
}

/** What the watch over each tenant found: the last look, and every alarm that ever stood. */
export interface WatchLog {
  /**
   * Keeps a look in one transaction: an alarm that did not stand is raised, one that stands keeps its day with new
   * words, one that the look no longer finds is cleared.
   */
  keep(tenantId: string, look: WatchLook, alarms: readonly RaisedAlarm[]): Promise<void>;
  /** Undefined before the first look. */
  lastLook(tenantId: string): Promise<WatchLook | undefined>;
  /** Standing ones first, then the newest; at most `limit`. */
  alarms(tenantId: string, limit: number): Promise<readonly KeptAlarm[]>;
}
