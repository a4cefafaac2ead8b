import type { AssessmentJob } from './ports/assessment-jobs.ts';
import type { Clock } from './ports/clock.ts';
import type { ScreeningItem, ScreeningLedger } from './ports/screening-ledger.ts';

/** What became of one study: a score, a reason that will not change by trying again, or trouble that may pass. */
export type StudyOutcome =
  | { readonly kind: 'scored' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'trouble'; readonly reason: string };

export interface ScreeningPorts {
  readonly ledger: ScreeningLedger;
  readonly assess: (job: AssessmentJob, signal: AbortSignal) => Promise<StudyOutcome>;
  readonly clock: Clock;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export interface ScreeningPace {
  /** Studies worked on at once. */
  readonly concurrency: number;
  /** Least milliseconds between two studies begun: spares the archive and the EHR. */
  readonly spacingMs: number;
  /** Hours (UTC, 0 to 23) in which nothing is begun. */
  readonly quietHours: readonly number[];
  /** Wait before looking again when nothing is due. */
  readonly idleMs: number;
}

/** A film that fails so often is set aside with its reason: it must not hold up a run for ever. */
export const triesInAll = 3;
const leaseMs = 15 * 60_000;
const retryAfterMs = 60_000;

/**
 * Works off screening runs until the signal ends it; studies in hand are given back untried, so that a restart counts as
 * nobody's failure. A worker that is killed loses
 * its lease, and the study is taken again: storing its result is idempotent, so it is never there twice.
 */
export async function workScreening(
  ports: ScreeningPorts,
  pace: ScreeningPace,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const worked = isQuiet(pace, ports.clock()) ? 0 : await workSlice(ports, pace, signal);
    if (worked === 0) await ports.sleep(pace.idleMs, signal);
  }
}

const isQuiet = (pace: ScreeningPace, at: Date): boolean => pace.quietHours.includes(at.getUTCHours());

/** One slice: as many studies as are worked on at once. Returns how many there were. */
export async function workSlice(
  ports: ScreeningPorts,
  pace: ScreeningPace,
  signal: AbortSignal,
): Promise<number> {
  const at = ports.clock();
  const items = await ports.ledger.claim(pace.concurrency, at, new Date(at.getTime() + leaseMs));
  const running: Promise<void>[] = [];
  for (const [place, item] of items.entries()) {
    if (place > 0 && pace.spacingMs > 0) await ports.sleep(pace.spacingMs, signal);
    running.push(workItem(ports, item, signal));
  }
  await Promise.all(running);
  return items.length;
}

async function workItem(ports: ScreeningPorts, item: ScreeningItem, signal: AbortSignal): Promise<void> {
  const { tenantId, patientId, studyInstanceUid } = item;
  const job: AssessmentJob = { tenantId, patientId, studyInstanceUid, askedBy: 'screening' };
  const outcome = await ports
    .assess(job, signal)
    .catch((): StudyOutcome => ({ kind: 'trouble', reason: 'internal' }));
  const at = ports.clock();
  if (outcome.kind === 'trouble' && signal.aborted) return ports.ledger.release(item, at);
  switch (outcome.kind) {
    case 'scored':
      return ports.ledger.finish(item, 'scored', undefined, at);
    case 'refused':
      return ports.ledger.finish(item, 'refused', outcome.reason, at);
    case 'trouble': {
      const again =
        item.attempts + 1 >= triesInAll
          ? undefined
          : new Date(at.getTime() + retryAfterMs * 2 ** item.attempts);
      return ports.ledger.putBack(item, outcome.reason, again, at);
    }
  }
}
