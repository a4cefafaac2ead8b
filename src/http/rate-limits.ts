import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { TrabeculaError } from '../errors.ts';

/** Counts requests by key over a minute, in this process. */
export interface RateLimit {
  /** Counts one. Throws TrabeculaError "too-many-requests" with the seconds after which there is room again. */
  take(key: string): Promise<void>;
  /** Throws as `take` does when the key has used up its minute already, without counting. */
  check(key: string): Promise<void>;
}

function tooMany(msBeforeNext: number): TrabeculaError {
  return new TrabeculaError('too-many-requests', 'too many requests', {
    retryAfterSeconds: Math.max(1, msBeforeNext / 1000),
  });
}

export function rateLimit(requestsPerMinute: number): RateLimit {
  const limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 });
  return {
    async take(key) {
      try {
        await limiter.consume(key);
      } catch (error) {
        throw error instanceof RateLimiterRes ? tooMany(error.msBeforeNext) : error;
      }
    },
    async check(key) {
      const used = await limiter.get(key);
      if (used !== null && used.consumedPoints >= requestsPerMinute) throw tooMany(used.msBeforeNext);
    },
  };
}
