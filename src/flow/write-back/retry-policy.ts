import { TrabeculaError } from '../../errors.ts';

/** Failed tries before a person must look: with the waits below about nine hours. */
export const MOST_FAILURES = 16;
/** An intent taken up so often without an end has killed its worker most times, or was there at every restart. */
export const MOST_ATTEMPTS = 64;
const FIRST_WAIT_MS = 2_000;
const FINAL: ReadonlySet<string> = new Set(['upstream-refused', 'invalid-output']);
const LONGEST_WAIT_MS = 3_600_000;

export type AfterFailure =
  | { readonly kind: 'retry'; readonly afterMs: number; readonly error: string }
  | { readonly kind: 'give-up'; readonly error: string };

/** Doubling waits with half of them by chance, so that a server that comes back is not met by all at once. */
export function backoffMs(failures: number, random: () => number): number {
  const ceiling = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS);
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}

/**
 * What follows a failed write. An outage, a conflict (409) and a changed version (412) are tried again, as late as the
 * server asks (Retry-After); a refusal (400, 403, 404, 422) would be refused again, and what does not fit our profiles
 * would not fit again. Never an error's text: it can hold
 * patient data.
 *
 * @param failures - failed tries before this one
 */
export function afterFailure(error: unknown, failures: number, random: () => number): AfterFailure {
  const code = error instanceof TrabeculaError ? error.code : 'internal';
  const message = error instanceof TrabeculaError ? error.message : 'internal error';
  if (FINAL.has(code) || failures + 1 >= MOST_FAILURES) return { kind: 'give-up', error: message };
  const asked = error instanceof TrabeculaError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
  return { kind: 'retry', afterMs: Math.max(asked, backoffMs(failures, random)), error: message };
}

/** Whether an intent that was taken up so often before is given up without another try. */
export const endsNever = (attempts: number): boolean => attempts >= MOST_ATTEMPTS;
