import type { Logger } from 'pino';
import { sleep } from './assess.ts';

/** A round of work that is repeated until the service stops. */
export interface Round {
  readonly name: string;
  readonly everyMs: number;
  readonly run: (signal: AbortSignal) => Promise<Readonly<Record<string, number>> | void>;
}

/**
 * Repeats each round, one after the other's end, until the returned function is called; that waits for rounds in hand.
 * A round that fails is logged and comes again: an archive that is down must not end the watch over it.
 */
export function startRounds(rounds: readonly Round[], log: Logger): () => Promise<void> {
  const stop = new AbortController();
  const running = rounds.map((round) => repeat(round, log, stop.signal));
  return async () => {
    stop.abort();
    await Promise.all(running);
  };
}

async function repeat({ name, everyMs, run }: Round, log: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const report = await run(signal);
      if (report && Object.values(report).some((count) => count > 0))
        log.info({ round: name, ...report }, 'round done');
    } catch (error) {
      if (!signal.aborted) log.warn({ round: name, err: error }, 'round failed');
    }
    await sleep(everyMs, signal).catch(() => undefined);
  }
}
