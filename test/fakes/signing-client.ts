import { randomUUID } from 'node:crypto';
import {
  exportJWK,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type JSONWebKeySet,
  type JWTPayload,
} from 'jose';

/** An EHR that signs its calls: its public keys, and tokens with whatever claims and headers a test wants. */
export interface SigningClient {
  readonly issuer: string;
  readonly jwks: JSONWebKeySet;
  token(url: string, changes?: { claims?: JWTPayload; header?: Record<string, unknown> }): Promise<string>;
}

export async function signingClient(
  issuer = 'https://ehr.example.org',
  algorithm: 'ES384' | 'RS384' = 'ES384',
  nowSeconds: () => number = () => Math.floor(Date.now() / 1000),
): Promise<SigningClient> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const kid = randomUUID();
  return {
    issuer,
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid, alg: algorithm }] },
    token: (url, { claims = {}, header = {} } = {}) =>
      signed(privateKey, url, issuer, algorithm, kid, nowSeconds(), claims, header),
  };
}

function signed(
  key: CryptoKey,
  url: string,
  issuer: string,
  alg: string,
  kid: string,
  now: number,
  claims: JWTPayload,
  header: Record<string, unknown>,
): Promise<string> {
  return new SignJWT({ iss: issuer, aud: url, iat: now, exp: now + 300, jti: randomUUID(), ...claims })
    .setProtectedHeader({ alg, kid, typ: 'JWT', ...header })
    .sign(key);
}
