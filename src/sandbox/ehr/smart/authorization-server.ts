import Provider, { type ClientMetadata, type KoaContextWithOIDC } from 'oidc-provider';
import type { Access } from '../fhir/access.ts';
import type { FailureInjection } from './failures.ts';
import { launchMiddleware } from './launch-middleware.ts';
import type { Launches } from './launches.ts';
import { providerConfiguration } from './provider-configuration.ts';

export interface AuthorizationServerOptions {
  readonly issuer: string;
  readonly fhirBaseUrl: string;
  readonly styleUrl: string;
  readonly clients: readonly ClientMetadata[];
  readonly launches: Launches;
  readonly failures: FailureInjection;
  readonly accessTokenSeconds: number;
}

export interface AuthorizationServer {
  readonly provider: Provider;
  readonly accessOf: (bearerToken: string) => Promise<Access | undefined>;
  /** A short-lived token for one hook call (CDS Hooks 2.0, "FHIR resource access"). */
  readonly issueHookToken: (grant: {
    readonly clientId: string;
    readonly accountId: string;
    readonly patientId: string;
    readonly scope: string;
    readonly lifetimeSeconds: number;
  }) => Promise<string>;
}

/** The SMART authorization server of the sandbox EHR: OAuth 2.0 by oidc-provider, launch context by ours. */
export async function createAuthorizationServer(
  options: AuthorizationServerOptions,
): Promise<AuthorizationServer> {
  const provider = new Provider(options.issuer, await providerConfiguration(options));
  const launch = launchMiddleware(options);
  // The library puts its own part on the context of every request of its routes.
  provider.use((context, next) => launch(context as unknown as KoaContextWithOIDC, next));
  return {
    provider,
    accessOf: (token) => accessOf(provider, options, token),
    issueHookToken: async ({ clientId, accountId, patientId, scope, lifetimeSeconds }) => {
      const client = await provider.Client.find(clientId);
      if (client === undefined) throw new TypeError(`unknown client ${clientId}`);
      const grant = new provider.Grant({ accountId, clientId });
      grant.addOIDCScope(scope);
      const grantId = await grant.save();
      options.launches.grant(grantId, {
        patientId,
        encounterId: undefined,
        appContext: undefined,
        userId: accountId,
        needsPatientBanner: true,
      });
      const token = new provider.AccessToken({
        accountId,
        client,
        grantId,
        gty: 'cds-hook',
        scope,
        expiresIn: lifetimeSeconds,
      } as ConstructorParameters<typeof provider.AccessToken>[0]);
      return token.save();
    },
  };
}

async function accessOf(
  provider: Provider,
  options: AuthorizationServerOptions,
  bearerToken: string,
): Promise<Access | undefined> {
  const system = await provider.ClientCredentials.find(bearerToken);
  if (system?.isValid === true && system.clientId !== undefined) {
    return { clientId: system.clientId, scopes: [...system.scopes], patientId: undefined };
  }
  if (options.failures.is('expired-token') || options.failures.is('stale-token')) return undefined;
  const token = await provider.AccessToken.find(bearerToken);
  if (token?.isValid !== true || token.clientId === undefined) return undefined;
  const launch = options.launches.ofGrant(token.grantId);
  return { clientId: token.clientId, scopes: [...token.scopes], patientId: launch?.patientId };
}
