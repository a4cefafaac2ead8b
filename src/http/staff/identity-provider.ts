import * as oidc from 'openid-client';
import { TrabeculaError } from '../../errors.ts';
import type { StaffRole, StaffSignIn } from '../../flow/tenant.ts';

/** What a sign-in that has begun must remember until the provider sends the person back. */
export interface SignInStarted {
  readonly url: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface SignedInPerson {
  readonly subject: string;
  /** As the provider writes it, to be shown; what is recorded is the subject. */
  readonly name: string | undefined;
  readonly roles: readonly StaffRole[];
}

/** One tenant's OpenID provider (authorization code with PKCE, state and nonce). */
export interface IdentityProvider {
  start(redirectUri: string): Promise<SignInStarted>;
  /** Throws TrabeculaError "forbidden" when the answer does not belong to the sign-in that was begun. */
  finish(answerUrl: URL, started: Omit<SignInStarted, 'url'>): Promise<SignedInPerson>;
}

function rolesOf(claim: unknown, settings: StaffSignIn): readonly StaffRole[] {
  const values = Array.isArray(claim) ? claim : [claim];
  const roles = values
    .filter((value) => typeof value === 'string')
    .filter((value) => Object.hasOwn(settings.roles, value))
    .map((value) => settings.roles[value]);
  return [...new Set(roles.filter((role) => role !== undefined))];
}

/** The provider of a tenant; its metadata are read at the first sign-in and kept. */
export function identityProvider(settings: StaffSignIn): IdentityProvider {
  let discovered: Promise<oidc.Configuration> | undefined;
  const insecure = settings.issuer.startsWith('http:');
  const discover = () =>
    oidc.discovery(
      new URL(settings.issuer),
      settings.clientId,
      settings.clientSecret,
      settings.clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(settings.clientSecret),
      // The configuration lets plain http pass on loopback only.
      insecure ? { execute: [oidc.allowInsecureRequests] } : {},
    );
  const configuration = async () => {
    discovered ??= discover();
    try {
      return await discovered;
    } catch (cause) {
      discovered = undefined;
      throw new TrabeculaError('upstream-unavailable', 'the identity provider cannot be reached', { cause });
    }
  };
  return {
    start: async (redirectUri) => {
      const codeVerifier = oidc.randomPKCECodeVerifier();
      const state = oidc.randomState();
      const nonce = oidc.randomNonce();
      const url = oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: 'openid profile roles',
        code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      return { url: url.href, state, nonce, codeVerifier };
    },
    finish: async (answerUrl, { state, nonce, codeVerifier }) => {
      try {
        const tokens = await oidc.authorizationCodeGrant(await configuration(), answerUrl, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) throw new TypeError('no ID token');
        const name = typeof claims['name'] === 'string' ? claims['name'].slice(0, 100) : undefined;
        return { subject: claims.sub, name, roles: rolesOf(claims[settings.roleClaim], settings) };
      } catch (cause) {
        if (cause instanceof TrabeculaError) throw cause;
        throw new TrabeculaError('forbidden', 'the sign-in was not completed; begin again', { cause });
      }
    },
  };
}
