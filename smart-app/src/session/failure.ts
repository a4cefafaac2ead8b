/** Why the app cannot show a record. Each has a recovery screen in plain words. */
export type FailureKind =
  'lost-launch' | 'wrong-server' | 'denied' | 'expired' | 'scope' | 'no-patient' | 'unavailable';

export class SessionFailure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, detail: string) {
    super(detail);
    this.name = 'SessionFailure';
    this.kind = kind;
  }
}

/** What fhirclient throws, by its words: it has no codes for these. */
export function failureOf(error: unknown): SessionFailure {
  if (error instanceof SessionFailure) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (/access_denied/i.test(text)) return new SessionFailure('denied', text);
  if (/invalid_scope|insufficient/i.test(text)) return new SessionFailure('scope', text);
  if (/\baud(ience)?\b/i.test(text)) return new SessionFailure('wrong-server', text);
  if (/no 'state'|no state found/i.test(text)) return new SessionFailure('lost-launch', text);
  if (/invalid_grant|expired|unauthorized|\b401\b/i.test(text)) return new SessionFailure('expired', text);
  if (/invalid_request/i.test(text)) return new SessionFailure('lost-launch', text);
  return new SessionFailure('unavailable', text);
}
