import type { Tenant } from '../tenant.ts';

/** Who uses the app, and for which patient: as the EHR's authorization server says it, never as the browser does. */
export interface AppCaller {
  readonly tenant: Tenant;
  /** Lives as long as the request; stored and logged nowhere. */
  readonly accessToken: string;
  readonly scopes: readonly string[];
  /** The one patient that this caller is answered about. */
  readonly patientId: string;
  /** "Practitioner/12", or "subject/…" when the server names no FHIR user. */
  readonly userId: string;
}

/** Checks an app's token: by introspection (RFC 7662) where the tenant has credentials for it, else by using it. */
export interface AppTokens {
  /**
   * The caller, or undefined when the token is unknown, ended, or not about a patient. `claimedPatientId` is what the
   * browser says: it must agree with the token. Throws TrabeculaError "upstream-unavailable".
   */
  callerOf(tenant: Tenant, accessToken: string, claimedPatientId: string): Promise<AppCaller | undefined>;
}
