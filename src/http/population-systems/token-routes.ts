import { Router, urlencoded, type Response } from 'express';
import { decodeJwt, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { TrabeculaError } from '../../errors.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import type { UsedTokens } from '../../flow/ports/used-tokens.ts';
import type { PopulationClient, Tenant } from '../../flow/tenant.ts';
import { keysOfClient } from '../client-keys.ts';
import { rateLimit } from '../rate-limits.ts';
import { isPopulationScope, POPULATION_SCOPES } from './population-scopes.ts';
import { SYSTEM_TOKEN_SECONDS, type SystemTokens } from './system-token.ts';

export interface TokenApi {
  readonly tenants: readonly Tenant[];
  readonly tokens: SystemTokens;
  readonly usedTokens: UsedTokens;
  readonly publicUrl: () => string;
  readonly clock: Clock;
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** SMART Backend Services: the assertion ends within five minutes. */
const ASSERTION_SECONDS = 300;
const CLOCK_SKEW_SECONDS = 10;
const REQUESTS_PER_MINUTE = 60;

/** RFC 6749 section 5.2. */
type OAuthError = 'invalid_request' | 'unsupported_grant_type' | 'invalid_client' | 'invalid_scope';

/**
 * SMART Backend Services for other systems, one token endpoint a tenant, so that a client is known by the tenant whose
 * address it calls. Mounted under /population-systems.
 */
export function tokenRoutes(api: TokenApi): Router {
  const router = Router();
  const limit = rateLimit(REQUESTS_PER_MINUTE);
  const tenantNamed = (id: string): Tenant => {
    const tenant = api.tenants.find((one) => one.id === id && one.populationClients !== undefined);
    if (tenant === undefined) throw new TrabeculaError('not-found', 'no other system is known here');
    return tenant;
  };
  const keys = new Map(
    api.tenants
      .flatMap(({ populationClients = [] }) => populationClients)
      .map((client) => [client, keysOfClient(client)] as const),
  );
  const tokenUrlOf = (id: string) => `${api.publicUrl()}/population-systems/${id}/token`;

  router.get('/:tenant/.well-known/smart-configuration', (request, response) => {
    response.json(smartConfiguration(tokenUrlOf(tenantNamed(request.params.tenant).id)));
  });
  router.post('/:tenant/token', urlencoded({ extended: false, limit: '20kb' }), async (request, response) => {
    await limit.take(request.ip ?? 'unknown');
    const tenant = tenantNamed(String(request.params['tenant']));
    const form = (request.body ?? {}) as Readonly<Record<string, unknown>>;
    response.set('Cache-Control', 'no-store');
    if (form['grant_type'] !== 'client_credentials') return refuse(response, 'unsupported_grant_type');
    const assertion = form['client_assertion'];
    if (form['client_assertion_type'] !== ASSERTION_TYPE || typeof assertion !== 'string')
      return refuse(response, 'invalid_request');
    const client = await clientOf(assertion, tenant, keys, tokenUrlOf(tenant.id), api);
    if (client === undefined) return refuse(response, 'invalid_client');
    const asked = typeof form['scope'] === 'string' ? form['scope'].split(' ') : [];
    const scopes = asked.filter(isPopulationScope).filter((scope) => client.scopes.includes(scope));
    if (scopes.length === 0) return refuse(response, 'invalid_scope');
    const token = await api.tokens.issue({ tenantId: tenant.id, clientId: client.clientId, scopes });
    response.json({
      access_token: token,
      token_type: 'bearer',
      expires_in: SYSTEM_TOKEN_SECONDS,
      scope: scopes.join(' '),
    });
  });
  return router;
}

const smartConfiguration = (tokenUrl: string) => ({
  token_endpoint: tokenUrl,
  grant_types_supported: ['client_credentials'],
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['ES384', 'RS384'],
  scopes_supported: Object.values(POPULATION_SCOPES),
  capabilities: ['client-confidential-asymmetric', 'permission-v2'],
});

function refuse(response: Response, error: OAuthError): void {
  response.status(error === 'invalid_client' ? 401 : 400).json({ error });
}

/** RFC 7523: signed by a key of the registration, for this very address, once. */
async function clientOf(
  assertion: string,
  tenant: Tenant,
  keys: ReadonlyMap<PopulationClient, JWTVerifyGetKey>,
  tokenUrl: string,
  { usedTokens, clock }: TokenApi,
): Promise<PopulationClient | undefined> {
  try {
    const claimed = decodeJwt(assertion).iss;
    const client = tenant.populationClients?.find(({ clientId }) => clientId === claimed);
    const keysOf = client && keys.get(client);
    if (client === undefined || keysOf === undefined) return undefined;
    const now = clock();
    const { payload } = await jwtVerify(assertion, keysOf, {
      algorithms: [...client.algorithms],
      issuer: client.clientId,
      subject: client.clientId,
      audience: tokenUrl,
      requiredClaims: ['exp', 'jti'],
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: now,
    });
    const seconds = now.getTime() / 1000;
    const { exp = 0, jti = '' } = payload;
    if (exp > seconds + ASSERTION_SECONDS + CLOCK_SKEW_SECONDS) return undefined;
    const expiresAt = new Date((exp + CLOCK_SKEW_SECONDS) * 1000);
    const first = await usedTokens.useOnce(`${tenant.id} ${client.clientId}`, jti, expiresAt, now);
    return first ? client : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
    throw error;
  }
}
