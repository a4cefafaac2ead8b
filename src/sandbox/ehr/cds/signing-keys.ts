import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JSONWebKeySet } from 'jose';

/** The key pair with which the EHR signs its calls (CDS Hooks 2.0, "Trusting CDS Clients"), and its public half. */
export interface SigningKeys {
  readonly publicKeys: JSONWebKeySet;
  readonly sign: (claims: CallClaims) => Promise<string>;
}

export interface CallClaims {
  readonly issuer: string;
  readonly jwksUrl: string;
  /** The URL that is called. */
  readonly audience: string;
  readonly jti: string;
  readonly issuedAt: Date;
}

const LIFETIME_SECONDS = 300;
const KEY_ID = 'sandbox-ehr-es384';

/** Makes a fresh ES384 key pair: a sandbox keeps no secret from one start to the next. */
export async function createSigningKeys(): Promise<SigningKeys> {
  const { privateKey, publicKey } = await generateKeyPair('ES384', { extractable: true });
  const publicJwk = { ...(await exportJWK(publicKey)), kid: KEY_ID, alg: 'ES384', use: 'sig' };
  return {
    publicKeys: { keys: [publicJwk] },
    sign: (claims) => signCall(privateKey, claims),
  };
}

function signCall(privateKey: CryptoKey, claims: CallClaims): Promise<string> {
  const issuedAtSeconds = Math.floor(claims.issuedAt.getTime() / 1000);
  return new SignJWT({})
    .setProtectedHeader({ alg: 'ES384', typ: 'JWT', kid: KEY_ID, jku: claims.jwksUrl })
    .setIssuer(claims.issuer)
    .setAudience(claims.audience)
    .setIssuedAt(issuedAtSeconds)
    .setExpirationTime(issuedAtSeconds + LIFETIME_SECONDS)
    .setJti(claims.jti)
    .sign(privateKey);
}
