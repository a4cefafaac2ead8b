import { createHistogram, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';

/** What came back, by status or kind of failure, and how long the calls took from the moment that they were due. */
export interface Answers {
  readonly calls: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly cards: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly worstMs: number;
}

interface Exchange {
  readonly status: string;
  readonly text: string;
}

/** An EHR's side of the soak: signed posts, counted by what came back. */
export class Caller {
  readonly #pool: Pool;
  readonly #byStatus = new Map<string, number>();
  readonly #latency = createHistogram();
  #cards = 0;

  constructor(origin: string) {
    this.#pool = new Pool(origin, { connections: 128 });
  }

  async post(path: string, body: string, token: string, dueAt: number): Promise<Exchange> {
    const exchange = await this.#exchange(path, body, token);
    this.#byStatus.set(exchange.status, (this.#byStatus.get(exchange.status) ?? 0) + 1);
    this.#latency.record(Math.max(1, Math.round((performance.now() - dueAt) * 1000)));
    if (exchange.text.includes('"summary"')) this.#cards += 1;
    return exchange;
  }

  async #exchange(path: string, body: string, token: string): Promise<Exchange> {
    try {
      const response = await this.#pool.request({
        path,
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      });
      return { status: String(response.statusCode), text: await response.body.text() };
    } catch (error) {
      return { status: error instanceof Error ? error.name : 'unknown', text: '' };
    }
  }

  answers(): Answers {
    const milliseconds = (microseconds: number) => Math.round(microseconds / 100) / 10;
    return {
      calls: this.#latency.count,
      byStatus: Object.fromEntries(this.#byStatus),
      cards: this.#cards,
      p50Ms: milliseconds(this.#latency.percentile(50)),
      p99Ms: milliseconds(this.#latency.percentile(99)),
      worstMs: milliseconds(this.#latency.max),
    };
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

/**
 * Calls at random times of a Poisson process for `seconds`, whether or not earlier ones were answered; ends when all
 * were.
 */
export async function arrive(
  perSecond: number,
  seconds: number,
  random: () => number,
  call: (index: number, dueAt: number) => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  const pending = new Set<Promise<void>>();
  let dueAt = startedAt;
  for (let index = 0; ; index += 1) {
    dueAt += (-Math.log(1 - random()) / perSecond) * 1000;
    if (dueAt - startedAt > seconds * 1000) break;
    const waitMs = dueAt - performance.now();
    if (waitMs > 1) await sleep(waitMs);
    const answered = call(index, dueAt);
    pending.add(answered);
    void answered.finally(() => pending.delete(answered));
  }
  await Promise.all(pending);
}
