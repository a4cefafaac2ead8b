import { createHash, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { SANDBOX_CLIENTS } from '../../../src/sandbox/ehr/smart/registered-clients.ts';
import { startSandboxEhr, type SandboxEhr } from '../../../src/sandbox/ehr/start-sandbox-ehr.ts';
import { p01Films } from './p01-films.ts';

// jest hands out the host's structuredClone, whose objects are of another realm: oidc-provider would not take a key set
// that went through it for a plain object.
globalThis.structuredClone = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

export const APP_URL = 'http://127.0.0.1:9/app/';

export interface RunningSandbox extends SandboxEhr {
  readonly serviceKey: CryptoKey;
  readonly servicePrivateJwk: JWK;
}

/** The sandbox EHR on a free port, with one film study (P01) unless others are given, and the CDS service at `cdsServiceUrl`. */
export async function runSandbox(
  cdsServiceUrl = 'http://127.0.0.1:9',
  appUrl = APP_URL,
  films = p01Films,
): Promise<RunningSandbox> {
  const { privateKey, publicKey } = await generateKeyPair('ES384', { extractable: true });
  const sandbox = await startSandboxEhr({
    port: 0,
    host: '127.0.0.1',
    films,
    cdsServiceUrl,
    appLaunchUrl: `${appUrl}launch.html`,
    appRedirectUrls: [appUrl],
    staffRedirectUrls: [appUrl],
    serviceKeys: { keys: [{ ...(await exportJWK(publicKey)), kid: 'service', alg: 'ES384', use: 'sig' }] },
    filmProgress: async () => ({ total: 1, assessedStudies: [] }),
    clock: () => new Date(),
  });
  const servicePrivateJwk = { ...(await exportJWK(privateKey)), kid: 'service', alg: 'ES384' };
  return { ...sandbox, serviceKey: privateKey, servicePrivateJwk };
}

export function clientAssertion(sandbox: RunningSandbox): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: 'ES384', kid: 'service', typ: 'JWT' })
    .setIssuer(SANDBOX_CLIENTS.service)
    .setSubject(SANDBOX_CLIENTS.service)
    .setAudience(sandbox.addresses.tokenUrl)
    .setIssuedAt()
    .setExpirationTime('5m')
    .setJti(randomUUID())
    .sign(sandbox.serviceKey);
}

/** Asks the token endpoint for the service's own token (SMART Backend Services). */
export async function backendToken(sandbox: RunningSandbox, scope = 'system/*.cruds'): Promise<string> {
  const response = await fetch(sandbox.addresses.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await clientAssertion(sandbox),
    }),
  });
  const body = (await response.json()) as { access_token?: string };
  if (body.access_token === undefined) throw new Error(`${response.status} ${JSON.stringify(body)}`);
  return body.access_token;
}

export function fhir(
  sandbox: RunningSandbox,
  path: string,
  token: string | undefined,
  init: { method?: string; body?: object } = {},
): Promise<Response> {
  return fetch(`${sandbox.addresses.fhirBaseUrl}/${path}`, {
    method: init.method ?? 'GET',
    headers: {
      'content-type': 'application/fhir+json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  });
}

export const VERIFIER = 'a-code-verifier-that-is-long-enough-for-the-rule-of-43';

export interface Authorized {
  readonly status: number;
  readonly redirectedTo: URL | undefined;
}

/**
 * Goes through the authorization of an app like a browser: follows redirects with cookies until the app's own
 * address; `onPage` answers the patient picker.
 */
export async function authorize(
  sandbox: RunningSandbox,
  parameters: Readonly<Record<string, string>>,
  onPage?: (url: string) => { url: string; body: URLSearchParams },
): Promise<Authorized> {
  const redirectUri = parameters['redirect_uri'] ?? APP_URL;
  const start = new URL(sandbox.addresses.authorizationUrl);
  const query = {
    response_type: 'code',
    client_id: SANDBOX_CLIENTS.app,
    redirect_uri: APP_URL,
    state: 'state-of-the-app',
    aud: sandbox.addresses.fhirBaseUrl,
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
    ...parameters,
  };
  for (const [name, value] of Object.entries(query)) if (value !== '') start.searchParams.set(name, value);
  const cookies = new Map<string, string>();
  let next: { url: string; body?: URLSearchParams } = { url: start.href };
  for (let hop = 0; hop < 10; hop += 1) {
    const response: Response = await fetch(next.url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(next.body === undefined ? {} : { method: 'POST', body: next.body }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(';')[0]!.split('=');
      cookies.set(name!, value ?? '');
    }
    const location = response.headers.get('location');
    if (location === null) {
      if (response.status === 200 && onPage !== undefined) {
        next = onPage(next.url);
        continue;
      }
      return { status: response.status, redirectedTo: undefined };
    }
    const url = new URL(location, next.url);
    if (url.href.startsWith(redirectUri)) return { status: response.status, redirectedTo: url };
    next = { url: url.href };
  }
  throw new Error('too many redirects');
}

export async function exchangeCode(
  sandbox: RunningSandbox,
  code: string,
  verifier = VERIFIER,
  clientId: string = SANDBOX_CLIENTS.app,
  redirectUri = APP_URL,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(sandbox.addresses.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: clientId,
      code_verifier: verifier,
    }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
