import { screeningLedger } from '../adapters/store/screening-ledger.ts';
import { workScreening, type ScreeningPace } from '../flow/screen-population.ts';
import { screeningAssessor, sleep } from './assess.ts';
import { serversAnswer } from './servers-answer.ts';
import type { SharedParts } from './shared-parts.ts';

/** Works off screening runs until the returned function is called; studies in hand are ended and given back. */
export function startScreening(parts: SharedParts, pace: ScreeningPace): () => Promise<void> {
  const stop = new AbortController();
  const ports = {
    ledger: screeningLedger(parts.database),
    assess: screeningAssessor(parts),
    serversAnswer: serversAnswer(parts),
    clock: parts.clock,
    sleep: (milliseconds: number, signal: AbortSignal) => sleep(milliseconds, signal).catch(() => undefined),
  };
  const running = keepWorking(ports, pace, parts, stop.signal);
  return async () => {
    stop.abort();
    await running;
  };
}

/** A store that is away for a while must not end the run. */
async function keepWorking(
  ports: Parameters<typeof workScreening>[0],
  pace: ScreeningPace,
  parts: SharedParts,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await workScreening(ports, pace, signal).catch((error: unknown) =>
      parts.log.warn({ err: error }, 'screening paused'),
    );
    if (!signal.aborted) await ports.sleep(pace.idleMs, signal);
  }
}

/** Beside the hooks: one study at a time, with a pause between two, so that hooks always find a free worker soon. */
export const paceBesideHooks: ScreeningPace = { concurrency: 1, spacingMs: 0, quietHours: [], idleMs: 2_000 };
