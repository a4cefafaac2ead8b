/** Tokens that were used once already: a JWT's jti is accepted one time (RFC 7519 section 4.1.7). */
export interface UsedTokens {
  /** True the first time; false when this issuer's jti was seen before and has not expired. */
  useOnce(issuer: string, jti: string, expiresAt: Date, at: Date): Promise<boolean>;
}
