/** Where the bearer token of a FHIR server comes from: the hook call itself, or Backend Services. */
export interface AccessToken {
  /** The token to send now; undefined for servers that ask for none. */
  get(): Promise<string | undefined>;
  /** Told that the server refused the token (401): the next `get` brings another. False: there is no other. */
  refused(token: string | undefined): boolean;
  /** Scopes granted with the token, when known; undefined: nothing can be told. */
  scopes(): Promise<readonly string[] | undefined>;
}

/** The token of a hook call (`fhirAuthorization`): it lives for that call, and there is no other. */
export function fixedToken(token: string | undefined, scopes?: readonly string[]): AccessToken {
  return { get: async () => token, refused: () => false, scopes: async () => scopes };
}
