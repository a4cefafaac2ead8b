/**
 * The closed set of things that can go wrong and that a caller is told about. Everything else is a bug or an outage:
 * it is answered as "internal" with a trace id and never shows its text.
 */
export type ErrorCode =
  | 'unauthenticated'
  | 'forbidden'
  | 'bad-request'
  | 'not-found'
  | 'conflict'
  | 'precondition-failed'
  | 'too-large'
  | 'too-many-requests'
  | 'overloaded'
  | 'bad-configuration'
  | 'bad-model-package'
  | 'bad-film'
  | 'bad-input-file'
  | 'store-in-use'
  | 'store-unavailable'
  | 'port-in-use'
  | 'upstream-unavailable'
  | 'upstream-refused'
  | 'invalid-output'
  | 'unsupported';

/**
 * An expected failure with a message that is safe to show: it names the setting, field or file, never a patient's
 * data. `cause` is for the log only.
 */
export class TrabeculaError extends Error {
  readonly code: ErrorCode;
  /** Seconds after which a retry makes sense (HTTP Retry-After), when known. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; retryAfterSeconds?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'TrabeculaError';
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
