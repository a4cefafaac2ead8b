import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';

/**
 * One prepared call: its body and the token that signs it. Bytes, because hundreds of MB of strings would fill the heap
 * of the process that takes the time, and its collections would be measured with the service.
 */
export interface PreparedCall {
  readonly body: Uint8Array;
  readonly token: string;
}

/** What a run of calls came to. Latencies in ms, from the moment that the call was due. */
export interface Outcome {
  readonly calls: number;
  readonly failed: number;
  readonly cards: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly worst: number;
  readonly perSecond: number;
}

const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;

function outcomeOf(latencies: readonly number[], failed: number, cards: number, seconds: number): Outcome {
  const sorted = [...latencies].sort((a, b) => a - b);
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    calls: latencies.length,
    failed,
    cards,
    p50: round(quantile(sorted, 0.5)),
    p95: round(quantile(sorted, 0.95)),
    p99: round(quantile(sorted, 0.99)),
    worst: round(sorted.at(-1) ?? Number.NaN),
    perSecond: round(latencies.length / seconds),
  };
}

class Tally {
  readonly latencies: number[] = [];
  failed = 0;
  cards = 0;
  private readonly pool: Pool;
  private readonly path: string;

  constructor(url: string, connections: number) {
    const { origin, pathname } = new URL(url);
    this.pool = new Pool(origin, { connections });
    this.path = pathname;
  }

  async call({ body, token }: PreparedCall, dueAt: number): Promise<void> {
    try {
      const response = await this.pool.request({
        path: this.path,
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      });
      const text = await response.body.text();
      if (response.statusCode !== 200) this.failed += 1;
      else if (text.includes('"summary"')) this.cards += 1;
    } catch {
      this.failed += 1;
    }
    this.latencies.push(performance.now() - dueAt);
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}

/**
 * Open arrivals: calls are due at random times of a Poisson process whether or not earlier ones were answered, so that a
 * stall of the service is felt by all that arrive meanwhile.
 */
export async function openArrivals(
  url: string,
  calls: readonly PreparedCall[],
  perSecond: number,
  random: () => number,
): Promise<Outcome> {
  const tally = new Tally(url, 128);
  const startedAt = performance.now() + 50;
  const pending: Promise<void>[] = [];
  let dueAt = startedAt;
  for (const call of calls) {
    dueAt += (-Math.log(1 - random()) / perSecond) * 1000;
    const waitMs = dueAt - performance.now();
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
    pending.push(tally.call(call, dueAt));
  }
  await Promise.all(pending);
  const seconds = (performance.now() - startedAt) / 1000;
  await tally.close();
  return outcomeOf(tally.latencies, tally.failed, tally.cards, seconds);
}

/** Closed loop: so many callers, each with its next call as soon as the last was answered. */
export async function closedLoop(
  url: string,
  calls: readonly PreparedCall[],
  callers: number,
): Promise<Outcome> {
  const tally = new Tally(url, callers);
  const waiting = [...calls];
  const startedAt = performance.now();
  const caller = async () => {
    for (let call = waiting.pop(); call !== undefined; call = waiting.pop())
      await tally.call(call, performance.now());
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const seconds = (performance.now() - startedAt) / 1000;
  await tally.close();
  return outcomeOf(tally.latencies, tally.failed, tally.cards, seconds);
}
