import type { Logger } from 'pino';
import { linkedAbort } from '../adapters/linked-abort.ts';
import { sleep } from './assess.ts';
import type { RoundHints } from './round-hints.ts';

/** A round of work that is repeated until the service stops. */
export interface Round {
  readonly name: string;
  readonly everyMs: number;
  /** A hint for this tenant brings the round forward, but never sooner than so long after the last one. */
  readonly hinted?: { readonly tenantId: string; readonly notWithinMs: number };
  readonly run: (signal: AbortSignal) => Promise<Readonly<Record<string, number>> | void>;
}

/**
 * Repeats each round, one after the other's end, until the returned function is called; that waits for rounds in hand.
 * A round that fails is logged and comes again: an archive that is down must not end the watch over it.
 */
export function startRounds(rounds: readonly Round[], hints: RoundHints, log: Logger): () => Promise<void> {
  const stop = new AbortController();
  const running = rounds.map((round) => repeat(round, hints, log, stop.signal));
  return async () => {
    stop.abort();
    await Promise.all(running);
  };
}

async function repeat(round: Round, hints: RoundHints, log: Logger, signal: AbortSignal): Promise<void> {
  const { name, run, hinted } = round;
  while (!signal.aborted) {
    // Listened for from here on: a hint that comes while the round is in hand may be of what it has passed already.
    const hint = hinted && hints.next(hinted.tenantId);
    try {
      const report = await run(signal);
      if (report && Object.values(report).some((count) => count > 0))
        log.info({ round: name, ...report }, 'round done');
    } catch (error) {
      if (!signal.aborted) log.warn({ round: name, err: error }, 'round failed');
    }
    await pauseAfter(round, hint, signal).catch(() => undefined);
  }
}

async function pauseAfter(
  { everyMs, hinted }: Round,
  hint: Promise<void> | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (hint === undefined || hinted === undefined || hinted.notWithinMs >= everyMs)
    return sleep(everyMs, signal);
  await sleep(hinted.notWithinMs, signal);
  const woken = linkedAbort(signal);
  const rest = sleep(everyMs - hinted.notWithinMs, woken.signal);
  await Promise.race([rest, hint]).finally(woken.unlink);
  woken.abort();
}
