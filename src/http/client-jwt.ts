import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import { TrabeculaError } from '../errors.ts';
import type { VerifiedClient } from '../flow/hook-call.ts';
import type { Clock } from '../flow/ports/clock.ts';
import type { UsedTokens } from '../flow/ports/used-tokens.ts';
import type { CdsClient, Tenant } from '../flow/tenant.ts';
import { keysOfClient } from './client-keys.ts';

/** Clocks of two hospitals' servers differ. */
const CLOCK_SKEW_SECONDS = 10;

/** Verifies a client's JWT for the URL that was called. Throws TrabeculaError "unauthenticated", never with a reason. */
export type VerifyClient = (token: string, urlCalled: string) => Promise<VerifiedClient>;

interface RegisteredClient {
  readonly tenant: Tenant;
  readonly client: CdsClient;
  readonly keys: JWTVerifyGetKey;
}

function refuse(cause?: unknown): TrabeculaError {
  return new TrabeculaError('unauthenticated', 'the client is not known', { cause });
}

function registryOf(tenants: readonly Tenant[]): ReadonlyMap<string, readonly RegisteredClient[]> {
  const clients = tenants.flatMap((tenant) =>
    tenant.cdsClients.map((client) => ({ tenant, client, keys: keysOfClient(client) })),
  );
  return Map.groupBy(clients, ({ client }) => client.issuer);
}

/** What a token claims of itself before any signature is checked: only used to find the registered client. */
function claimedClient(
  token: string,
  registry: ReadonlyMap<string, readonly RegisteredClient[]>,
): RegisteredClient {
  const { alg, kid, typ, jku } = decodeProtectedHeader(token);
  const { iss, tenant } = decodeJwt(token);
  const registered = registry
    .get(iss ?? '')
    ?.find(({ client }) => client.tenantClaim === undefined || client.tenantClaim === tenant);
  if (registered === undefined) throw refuse();
  const { client } = registered;
  if (!client.algorithms.some((algorithm) => algorithm === alg) || kid === undefined) throw refuse();
  if (typ?.toUpperCase() !== 'JWT') throw refuse();
  if (jku !== undefined && jku !== client.jwksUrl) throw refuse();
  return registered;
}

function checkClaims(payload: JWTPayload, client: CdsClient, lifetimeSeconds: number, now: Date): void {
  const { exp = 0, iat = 0, sub } = payload;
  if (exp - iat > lifetimeSeconds) throw refuse();
  if (iat > now.getTime() / 1000 + CLOCK_SKEW_SECONDS) throw refuse();
  if (client.subjectsAllowed !== undefined && !client.subjectsAllowed.includes(sub ?? '')) throw refuse();
}

/**
 * "Trusting CDS Clients". Issuer, algorithm and `jku` are held against the registration before any key is fetched or
 * any signature computed; the tenant is the registration's, never one that the token names for itself; a `jti` is
 * accepted once. Extra claims are accepted.
 */
export function clientVerifier(options: {
  readonly tenants: readonly Tenant[];
  readonly usedTokens: UsedTokens;
  readonly clock: Clock;
  /** Longest time between `iat` and `exp`. */
  readonly lifetimeSeconds: number;
}): VerifyClient {
  const registry = registryOf(options.tenants);
  return async (token, urlCalled) => {
    try {
      const { tenant, client, keys } = claimedClient(token, registry);
      const now = options.clock();
      const { payload } = await jwtVerify(token, keys, {
        algorithms: [...client.algorithms],
        issuer: client.issuer,
        audience: client.audienceOverride === undefined ? urlCalled : [urlCalled, client.audienceOverride],
        requiredClaims: ['iss', 'aud', 'exp', 'iat', 'jti'],
        clockTolerance: CLOCK_SKEW_SECONDS,
        currentDate: now,
      });
      checkClaims(payload, client, options.lifetimeSeconds, now);
      const expiresAt = new Date(((payload.exp ?? 0) + CLOCK_SKEW_SECONDS) * 1000);
      const first = await options.usedTokens.useOnce(client.issuer, payload.jti ?? '', expiresAt, now);
      if (!first) throw refuse();
      return { tenant, issuer: client.issuer, systemActionsAllowed: client.systemActions };
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) throw refuse(error);
      throw error;
    }
  };
}
