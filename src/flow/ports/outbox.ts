import type { AssessmentIdentity, WriteIntent } from './assessment-store.ts';

/** By which resource the assessment reached the record, best first; "card-only": the server takes none of them. */
export const WRITE_PATHS = [
  'risk-assessment',
  'observation',
  'document-reference',
  'communication',
  'flag',
  'card-only',
] as const;
/** "not-needed": the assessment was superseded or withdrawn before it was written, or the record never had it. */
export type WritePath = (typeof WRITE_PATHS)[number] | 'not-needed';

/** One intent, held by one worker until `leasedUntil`. The intents of a patient are worked off in their order. */
export interface ClaimedIntent extends AssessmentIdentity {
  readonly intentNumber: number;
  readonly kind: WriteIntent['kind'];
  /** Times that it was taken up before, by workers that were killed in between too. */
  readonly attempts: number;
  /** Tries before this one that failed. */
  readonly failures: number;
}

/** An intent as `trabecula outbox list` shows it. */
export interface OutboxEntry extends ClaimedIntent {
  readonly state: 'waiting' | 'done' | 'dead';
  readonly error: string | undefined;
  readonly path: WritePath | undefined;
  readonly createdAt: Date;
  readonly nextAttemptAt: Date;
}

export interface WrittenReference {
  readonly resourceType: string;
  readonly id: string;
}

/** What is still to be written to the record. Survives the process; safe with any number of workers. */
export interface Outbox {
  /**
   * Takes at most `limit` due intents, never two of one patient; a lease that ran out is free again. Of the tenants in
   * `onlyCorrections` it takes what corrects a written result alone: nothing new is written there, and what waits to be
   * written holds no correction back.
   */
  claim(
    at: Date,
    leaseMs: number,
    limit: number,
    onlyCorrections: readonly string[],
  ): Promise<readonly ClaimedIntent[]>;
  /** Done: remembers the path and which resources hold the assessment now. */
  done(intent: ClaimedIntent, path: WritePath, written: readonly WrittenReference[], at: Date): Promise<void>;
  /** To be tried again at `nextAttemptAt`. `error` is a code or a short text without patient data. */
  retryAt(intent: ClaimedIntent, nextAttemptAt: Date, error: string): Promise<void>;
  /** Given up: waits for a person (`trabecula outbox`). */
  bury(intent: ClaimedIntent, error: string, at: Date): Promise<void>;
  /** The newest `limit` entries in that state. */
  list(state: OutboxEntry['state'], limit: number): Promise<readonly OutboxEntry[]>;
  /** Puts dead intents back (all, or one), due at once. Returns how many. */
  replay(at: Date, intentNumber?: number): Promise<number>;
  /** Waiting and dead ones, for the metrics and the readiness page. */
  counts(): Promise<{ readonly waiting: number; readonly dead: number }>;
  /** Resources that hold an assessment in the record, as far as we wrote them. */
  writtenOf(identity: AssessmentIdentity): Promise<readonly WrittenReference[]>;
}
