/** Where the parts of the sandbox EHR answer. */
export interface SandboxEhrAddresses {
  readonly pages: string;
  readonly fhirBaseUrl: string;
  readonly issuer: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly introspectionUrl: string;
  /** `iss` and `jku` of the JWTs with which the EHR calls the CDS service. */
  readonly cdsIssuer: string;
  readonly cdsJwksUrl: string;
}

/** The addresses under one base URL, which has no slash at its end. */
export function addressesOf(base: string): SandboxEhrAddresses {
  const issuer = `${base}/auth`;
  return {
    pages: base,
    fhirBaseUrl: `${base}/fhir`,
    issuer,
    authorizationUrl: `${issuer}/authorize`,
    tokenUrl: `${issuer}/token`,
    introspectionUrl: `${issuer}/introspect`,
    cdsIssuer: base,
    cdsJwksUrl: `${base}/.well-known/jwks.json`,
  };
}
