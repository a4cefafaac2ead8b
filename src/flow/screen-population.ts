import { OutageWatch } from './outage-watch.ts';
import type { AssessmentJob } from './ports/assessment-jobs.ts';
import type { Clock } from './ports/clock.ts';
import type { ScreeningItem, ScreeningLedger } from './ports/screening-ledger.ts';

/**
 * What became of one study: a score, a reason that will not change by trying again, trouble that may pass, a server that
 * could not be reached, or assessments that an operator has stopped.
 */
export type StudyOutcome =
  | { readonly kind: 'scored' }
  | { readonly kind: 'refused' | 'trouble' | 'unreachable' | 'held'; readonly reason: string };

export interface ScreeningPorts {
  readonly ledger: ScreeningLedger;
  readonly assess: (job: AssessmentJob, signal: AbortSignal) => Promise<StudyOutcome>;
  /** Whether the tenant's EHR and archive answer a question that concerns no study. Never rejects. */
  readonly serversAnswer: (tenantId: string, signal: AbortSignal) => Promise<boolean>;
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
/** Nobody reads a film that ended so many workers; single deaths have other causes. */
export const leasesLostInAll = 8;
/** An outage of eight hours. */
export const outagesInAll = 100;
const leaseMs = 15 * 60_000;
const retryAfterMs = 60_000;
const afterOutageMs = 5 * 60_000;

/**
 * Works off screening runs until the signal ends it; studies in hand are given back untried, so that a restart counts as
 * nobody's failure. A worker that is killed loses its lease, and the study is taken again: storing its result is idempotent, so it is never there twice.
 */
export async function workScreening(
  ports: ScreeningPorts,
  pace: ScreeningPace,
  signal: AbortSignal,
): Promise<void> {
  const outages = new OutageWatch();
  while (!signal.aborted) {
    const worked = isQuiet(pace, ports.clock()) ? 0 : await workSlice(ports, pace, signal, outages);
    if (worked === 0) await ports.sleep(pace.idleMs, signal);
  }
}

const isQuiet = (pace: ScreeningPace, at: Date): boolean => pace.quietHours.includes(at.getUTCHours());

/** One slice: as many studies as are worked on at once. Returns how many of them could be worked on. */
export async function workSlice(
  ports: ScreeningPorts,
  pace: ScreeningPace,
  signal: AbortSignal,
  outages: OutageWatch,
): Promise<number> {
  const at = ports.clock();
  const items = await ports.ledger.claim(pace.concurrency, at, new Date(at.getTime() + leaseMs));
  const running: Promise<boolean>[] = [];
  for (const [place, item] of items.entries()) {
    if (place > 0 && pace.spacingMs > 0) await ports.sleep(pace.spacingMs, signal);
    running.push(workItem(ports, item, outages, signal));
  }
  return (await Promise.all(running)).filter((worked) => worked).length;
}

/** Whether the study was worked on; false when it has to wait for others. */
async function workItem(
  ports: ScreeningPorts,
  item: ScreeningItem,
  outages: OutageWatch,
  signal: AbortSignal,
): Promise<boolean> {
  const { ledger } = ports;
  if (item.lostLeases >= leasesLostInAll) {
    await ledger.giveUp(item, 'worker-died', ports.clock());
    return true;
  }
  const outcome = await outcomeOf(ports, item, signal);
  const at = ports.clock();
  const again = (waitMs: number) => new Date(at.getTime() + waitMs);
  if (outcome.kind !== 'unreachable' && outcome.kind !== 'held') outages.reached(item.tenantId);
  switch (outcome.kind) {
    case 'scored':
      await ledger.finish(item, 'scored', undefined, at);
      return true;
    case 'refused':
      await ledger.finish(item, 'refused', outcome.reason, at);
      return true;
    case 'held':
      await ledger.putBack(item, outcome.reason, 'nothing', again(signal.aborted ? 0 : retryAfterMs));
      return false;
    case 'unreachable':
      if (!(await isOutage(ports, item, outages, signal))) return tryAgain(ledger, item, outcome.reason, at);
      if (item.outages + 1 >= outagesInAll) await ledger.giveUp(item, outcome.reason, at);
      else await ledger.putBack(item, outcome.reason, 'outage', again(afterOutageMs));
      return false;
    case 'trouble':
      return tryAgain(ledger, item, outcome.reason, at);
  }
}

/**
 * An outage is nobody's fault, while studies that always fail have to end: the servers themselves tell which it is. Else
 * the last studies of a run, all of which the archive cannot give, would wait for it as long as for an outage.
 */
async function isOutage(
  { serversAnswer }: ScreeningPorts,
  { tenantId, studyInstanceUid }: ScreeningItem,
  outages: OutageWatch,
  signal: AbortSignal,
): Promise<boolean> {
  if (!outages.unreachable(tenantId, studyInstanceUid)) return false;
  const areThere = await serversAnswer(tenantId, signal);
  if (areThere) outages.reached(tenantId);
  return !areThere;
}

/** Later each time, and set aside at the last. */
async function tryAgain(
  ledger: ScreeningLedger,
  item: ScreeningItem,
  reason: string,
  at: Date,
): Promise<boolean> {
  const again = new Date(at.getTime() + retryAfterMs * 2 ** item.attempts);
  if (item.attempts + 1 >= triesInAll) await ledger.giveUp(item, reason, at);
  else await ledger.putBack(item, reason, 'attempt', again);
  return true;
}

/** What failed while the worker was being stopped was not tried. */
async function outcomeOf(
  ports: ScreeningPorts,
  item: ScreeningItem,
  signal: AbortSignal,
): Promise<StudyOutcome> {
  const { tenantId, patientId, studyInstanceUid } = item;
  const job: AssessmentJob = { tenantId, patientId, studyInstanceUid, askedBy: 'screening' };
  const outcome = await ports
    .assess(job, signal)
    .catch((): StudyOutcome => ({ kind: 'trouble', reason: 'internal' }));
  const failed = outcome.kind === 'trouble' || outcome.kind === 'unreachable';
  return failed && signal.aborted ? { kind: 'held', reason: 'worker-stopped' } : outcome;
}
