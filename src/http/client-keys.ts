import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { CdsClient } from '../flow/tenant.ts';

/** Time that a caller's first request may wait for its keys. */
const FETCH_TIMEOUT_MS = 3_000;
/** How long fetched keys are used before they are fetched anew. */
const KEYS_LIVE_MS = 10 * 60_000;

/** Whether a key set could not be had, as opposed to one that was had and lacks the key. */
function isUnreachable(error: unknown): boolean {
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return false;
  return !(error instanceof errors.JOSENotSupported);
}

/**
 * Where a client's keys come from: its registered `jwksUrl` (fetched once and kept, redirects not followed), the keys
 * agreed out of band, or those when the URL cannot be reached. A URL out of a token is never fetched.
 */
export function keysOfClient(client: Pick<CdsClient, 'jwks' | 'jwksUrl'>): JWTVerifyGetKey {
  const local = client.jwks === undefined ? undefined : createLocalJWKSet(client.jwks);
  if (client.jwksUrl === undefined) {
    if (local === undefined) throw new TypeError('a client without keys passed the configuration');
    return local;
  }
  const remote = createRemoteJWKSet(new URL(client.jwksUrl), {
    timeoutDuration: FETCH_TIMEOUT_MS,
    cacheMaxAge: KEYS_LIVE_MS,
  });
  if (local === undefined) return remote;
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch (error) {
      if (isUnreachable(error)) return local(header, token);
      throw error;
    }
  };
}
