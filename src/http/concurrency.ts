import { TrabeculaError } from '../errors.ts';

/** Calls in hand at once. Above `most` a call is told so; above `never` it is refused. */
export interface ConcurrencyGate {
  /** Runs the work and counts it while it runs. Throws TrabeculaError "overloaded" above the hard bound. */
  run<T>(work: (load: 'normal' | 'overloaded') => Promise<T>): Promise<T>;
}

/** Seconds until a retry makes sense when a bound is hit: the calls in hand are short. */
const RETRY_AFTER_SECONDS = 1;

export function concurrencyGate(most: number, never: number): ConcurrencyGate {
  let inHand = 0;
  return {
    async run(work) {
      if (inHand >= never)
        throw new TrabeculaError('overloaded', 'the service is at its limit', {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        });
      inHand += 1;
      try {
        return await work(inHand > most ? 'overloaded' : 'normal');
      } finally {
        inHand -= 1;
      }
    },
  };
}
