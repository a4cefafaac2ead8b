import { retryAfterMs } from '../retry-after.ts';

/** Everything that makes the client's waiting testable: time, chance and sleep are arguments. */
export interface Waiting {
  readonly clock: () => Date;
  readonly random: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Longest wait that a server can ask of us; some send hours by mistake. */
const longestWaitMs = 5 * 60_000;

/** How long the server asks us to wait; undefined when it does not say. */
export function askedWaitMs(response: Response, { clock }: Waiting): number | undefined {
  const asked = retryAfterMs(response.headers.get('retry-after'), clock());
  return asked === undefined ? undefined : Math.min(asked, longestWaitMs);
}

/** Exponential backoff with full jitter: 1 s doubling to 60 s. */
export function backoffMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(1000 * 2 ** attempt, 60_000);
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}
