/**
 * Failures that the sandbox plays on demand, so that an app's recovery can be tried out and tested: each is what a real
 * EHR was seen to do.
 */
export const SANDBOX_FAILURES = [
  /** The authorization response carries another state than the app sent. */
  'wrong-state',
  /** The user, or a policy, says no. */
  'access-denied',
  /** The token lacks the resource scopes that the app asked for. */
  'insufficient-scope',
  /** The token response carries no patient. */
  'no-patient',
  /** The EHR knows itself by another FHIR address than the one that the app was launched with. */
  'wrong-audience',
  /** Access tokens are refused as expired, and so are refresh tokens. */
  'expired-token',
  /** Access tokens are refused as expired until one was renewed. */
  'stale-token',
  /** The token endpoint does not answer. */
  'token-endpoint-down',
] as const;

export type SandboxFailure = (typeof SANDBOX_FAILURES)[number];

export class FailureInjection {
  #active: SandboxFailure | undefined;

  set(failure: SandboxFailure | undefined): void {
    this.#active = failure;
  }

  is(failure: SandboxFailure): boolean {
    return this.#active === failure;
  }
}
