/** Everything that makes the client's waiting testable: time, chance and sleep are arguments. */
export interface Waiting {
  readonly clock: () => Date;
  readonly random: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Longest wait that a server can ask of us; some send hours by mistake. */
const longestWaitMs = 5 * 60_000;

/** Retry-After (RFC 9110 section 10.2.3) in milliseconds: seconds or an HTTP date; undefined when absent or unreadable. */
export function retryAfterMs(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Math.min(Number(header) * 1000, longestWaitMs);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.min(Math.max(at - now.getTime(), 0), longestWaitMs);
}

/** Exponential backoff with full jitter: 1 s doubling to 60 s. */
export function backoffMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(1000 * 2 ** attempt, 60_000);
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}
