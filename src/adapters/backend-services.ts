import { randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, importJWK, SignJWT, type JSONWebKeySet, type JWK } from 'jose';
import { z } from 'zod';
import { TrabeculaError } from '../errors.ts';
import type { Clock } from '../flow/ports/clock.ts';
import type { BackendServices } from '../flow/tenant.ts';
import type { AccessToken } from './fhir-client/access-token.ts';

const tokenResponse = z.object({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().positive().optional(),
  scope: z.string().optional(),
});

/** SMART Backend Services: "exp ... no more than five minutes in the future". */
const ASSERTION_SECONDS = 240;
/** A token is renewed this long before its end, so that none ends on its way. */
const MARGIN_MS = 30_000;
/** When the server names no lifetime: the longest that SMART recommends. */
const DEFAULT_LIFE_SECONDS = 300;
const TIMEOUT_MS = 10_000;

interface Granted {
  readonly token: string;
  readonly scopes: readonly string[];
  readonly endsAt: number;
}

/** The key's `kid`, or its RFC 7638 thumbprint: the same in the assertion and in the published key. */
const kidOf = async (key: JWK): Promise<string> => key.kid ?? calculateJwkThumbprint(key);

/** Proof of who we are to the tenant's authorization server (RFC 7523, `private_key_jwt`). */
export async function clientAssertionOf(credentials: BackendServices, now: Date): Promise<string> {
  const { privateKey, algorithm, clientId, tokenUrl } = credentials;
  const seconds = Math.floor(now.getTime() / 1000);
  return new SignJWT({})
    .setProtectedHeader({ alg: algorithm, typ: 'JWT', kid: await kidOf(privateKey) })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(tokenUrl)
    .setJti(randomUUID())
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + ASSERTION_SECONDS)
    .sign(await importJWK(privateKey, algorithm));
}

async function askForToken(credentials: BackendServices, clock: Clock): Promise<Granted> {
  const now = clock();
  const response = await fetch(credentials.tokenUrl, {
    method: 'POST',
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { accept: 'application/json' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: credentials.scopes.join(' '),
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await clientAssertionOf(credentials, now),
    }),
  }).catch((cause: unknown) => {
    throw new TrabeculaError('upstream-unavailable', 'The token server cannot be reached.', { cause });
  });
  if (!response.ok) {
    await response.body?.cancel();
    const code =
      response.status >= 500 || response.status === 429 ? 'upstream-unavailable' : 'upstream-refused';
    throw new TrabeculaError(code, `The token server answered ${response.status}.`);
  }
  const parsed = tokenResponse.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success)
    throw new TrabeculaError('upstream-refused', 'The token server gave no bearer token.', {
      cause: parsed.error,
    });
  const { access_token, expires_in, scope } = parsed.data;
  return {
    token: access_token,
    scopes: (scope ?? credentials.scopes.join(' ')).split(' ').filter((one) => one !== ''),
    endsAt: now.getTime() + (expires_in ?? DEFAULT_LIFE_SECONDS) * 1000,
  };
}

/**
 * A tenant's own access (SMART Backend Services: client_credentials with private_key_jwt). One token is kept and
 * renewed shortly before its end or when the server refuses it; callers at the same time share one request.
 */
export function openBackendServices(credentials: BackendServices, clock: Clock): AccessToken {
  let asked: Promise<Granted> | undefined;
  let granted: Granted | undefined;
  const current = async (): Promise<Granted> => {
    if (granted !== undefined && clock().getTime() < granted.endsAt - MARGIN_MS) return granted;
    asked ??= askForToken(credentials, clock).finally(() => (asked = undefined));
    granted = await asked;
    return granted;
  };
  return {
    get: async () => (await current()).token,
    refused: (token) => {
      if (granted?.token === token) granted = undefined;
      return true;
    },
    scopes: async () => (await current()).scopes,
  };
}

const PUBLIC_MEMBERS = ['kty', 'crv', 'x', 'y', 'n', 'e'] as const;

/**
 * Our public keys, as token servers fetch them from /.well-known/jwks.json. A rotation publishes the next key here
 * before it signs and the last one until its assertions have ended.
 */
export async function publishedKeys(
  tenants: readonly { readonly backend: BackendServices | undefined }[],
): Promise<JSONWebKeySet> {
  const keys = new Map<string, JWK>();
  for (const { backend } of tenants) {
    if (backend === undefined) continue;
    for (const key of [backend.privateKey, ...(backend.otherPublicKeys ?? [])]) {
      const kid = await kidOf(key);
      const members = PUBLIC_MEMBERS.filter((name) => key[name] !== undefined).map((name) => [
        name,
        key[name],
      ]);
      keys.set(kid, {
        ...Object.fromEntries(members),
        kid,
        use: 'sig',
        alg: backend.algorithm,
        key_ops: ['verify'],
      });
    }
  }
  return { keys: [...keys.values()] };
}
