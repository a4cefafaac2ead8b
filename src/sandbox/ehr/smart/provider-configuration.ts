import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { AccountClaims, ClientMetadata, Configuration } from 'oidc-provider';
import { SANDBOX_STAFF } from '../pages/choose-role-page.ts';
import { knownScopes } from './scopes.ts';
import { createTokenStore } from './token-store.ts';

export const STAFF_ACCOUNT_PREFIX = 'staff-';

export interface ProviderConfigurationOptions {
  readonly fhirBaseUrl: string;
  readonly clients: readonly ClientMetadata[];
  readonly accessTokenSeconds: number;
}

/** How oidc-provider is set up: PKCE for all, opaque tokens, a fresh grant for each launch. */
export async function providerConfiguration(options: ProviderConfigurationOptions): Promise<Configuration> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const signingKey: JWK = { ...(await exportJWK(privateKey)), kid: 'id-token', use: 'sig', alg: 'RS256' };
  return {
    adapter: createTokenStore(),
    clients: options.clients.map((client) => ({ ...client })),
    scopes: knownScopes(),
    claims: { openid: ['sub'], fhirUser: ['fhirUser'], profile: ['name'], roles: ['roles'] },
    conformIdTokenClaims: false,
    extraParams: ['launch', 'aud'],
    pkce: { required: () => true },
    jwks: { keys: [signingKey] } as NonNullable<Configuration['jwks']>,
    cookies: { keys: [randomBytes(32).toString('hex')] },
    clientBasedCORS: () => true,
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => claimsOf(id, options.fhirBaseUrl),
    }),
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: {
        enabled: true,
        allowedPolicy: (_context, client) => client.clientAuthMethod !== 'none',
      },
      revocation: {
        enabled: true,
        allowedPolicy: (_context, client, token) => token.clientId === client.clientId,
      },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
    },
    clientAuthMethods: ['none', 'private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ['ES384', 'RS384'] },
    routes: {
      authorization: '/authorize',
      token: '/token',
      introspection: '/introspect',
      revocation: '/revoke',
      jwks: '/jwks',
    },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    // Each launch is granted anew: a grant of an earlier launch was for another patient.
    loadExistingGrant: async (context) => {
      const grantId = context.oidc.result?.consent?.grantId;
      return grantId === undefined ? undefined : context.oidc.provider.Grant.find(grantId);
    },
    issueRefreshToken: async (_context, client, source) =>
      client.grantTypeAllowed('refresh_token') &&
      (source.scopes.has('offline_access') || source.scopes.has('online_access')),
    expiresWithSession: () => false,
    ttl: {
      AccessToken: options.accessTokenSeconds,
      ClientCredentials: 300,
      AuthorizationCode: 60,
      RefreshToken: 8 * 3600,
      IdToken: 3600,
      Interaction: 600,
      Grant: 12 * 3600,
      Session: 12 * 3600,
    },
  };
}

/** Staff accounts are those of the list; every other account is a practitioner. */
function claimsOf(id: string, fhirBaseUrl: string): AccountClaims {
  const staff = SANDBOX_STAFF.find(({ account }) => `${STAFF_ACCOUNT_PREFIX}${account}` === id);
  return staff === undefined
    ? { sub: id, fhirUser: `${fhirBaseUrl}/Practitioner/${id}` }
    : { sub: id, name: staff.name, roles: [staff.role] };
}
