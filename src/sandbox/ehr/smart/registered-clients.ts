import type { JSONWebKeySet } from 'jose';
import type { ClientMetadata } from 'oidc-provider';
import { knownScopes } from './scopes.ts';

/** Client ids by which the sandbox's authorization server knows the service and its app. */
export const SANDBOX_CLIENTS = {
  app: 'trabecula-app',
  service: 'trabecula-service',
  cds: 'trabecula-cds',
  staff: 'trabecula-staff',
} as const;

/** The registered clients: the app (public, PKCE), the service (private_key_jwt), staff sign-in, and the hook's tokens. */
export function registeredClients(options: {
  readonly appRedirectUrls: readonly string[];
  readonly staffRedirectUrls: readonly string[];
  readonly serviceKeys: JSONWebKeySet;
}): ClientMetadata[] {
  return [
    {
      client_id: SANDBOX_CLIENTS.app,
      client_name: 'Trabecula',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: [...options.appRedirectUrls],
    },
    {
      client_id: SANDBOX_CLIENTS.service,
      client_name: 'Trabecula service',
      token_endpoint_auth_method: 'private_key_jwt',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      jwks: options.serviceKeys as NonNullable<ClientMetadata['jwks']>,
      scope: knownScopes()
        .filter((scope) => scope.startsWith('system/'))
        .join(' '),
    },
    {
      client_id: SANDBOX_CLIENTS.staff,
      client_name: 'Trabecula population pages',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: [...options.staffRedirectUrls],
    },
    {
      client_id: SANDBOX_CLIENTS.cds,
      client_name: 'Trabecula CDS Hooks',
      token_endpoint_auth_method: 'none',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    },
  ];
}
