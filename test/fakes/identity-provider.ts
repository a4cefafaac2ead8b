import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** An OpenID provider that signs in whoever comes, with the claims that the test sets. */
export interface FakeIdentityProvider {
  readonly issuer: string;
  claims: Record<string, unknown>;
  /** Set to make the next ID token answer another sign-in. */
  nonceOverride: string | undefined;
  close(): Promise<void>;
}

const CLIENT = 'trabecula-staff';

export async function startIdentityProvider(): Promise<FakeIdentityProvider> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256', use: 'sig' };
  const begun = new Map<string, { readonly nonce: string; readonly challenge: string }>();
  const provider: FakeIdentityProvider = {
    issuer: '',
    claims: { sub: 'ada', roles: ['bone-operators'] },
    nonceOverride: undefined,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const idToken = (nonce: string) =>
    new SignJWT({ ...provider.claims, nonce: provider.nonceOverride ?? nonce })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .setIssuer(provider.issuer)
      .setAudience(CLIENT)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey);

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', provider.issuer);
    const json = (body: unknown, status = 200) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    };
    if (url.pathname === '/.well-known/openid-configuration')
      return json({
        issuer: provider.issuer,
        authorization_endpoint: `${provider.issuer}/authorize`,
        token_endpoint: `${provider.issuer}/token`,
        jwks_uri: `${provider.issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    if (url.pathname === '/jwks') return json({ keys: [jwk] });
    if (url.pathname === '/authorize') {
      const code = randomUUID();
      begun.set(code, {
        nonce: url.searchParams.get('nonce') ?? '',
        challenge: url.searchParams.get('code_challenge') ?? '',
      });
      const back = new URL(url.searchParams.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', url.searchParams.get('state') ?? '');
      response.writeHead(303, { Location: back.href }).end();
      return;
    }
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const form = new URLSearchParams(text);
      const known = begun.get(form.get('code') ?? '');
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      if (known === undefined || known.challenge !== challenge) return json({ error: 'invalid_grant' }, 400);
      void idToken(known.nonce).then((token) =>
        json({ access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: token }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  Object.assign(provider, { issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  return provider;
}
