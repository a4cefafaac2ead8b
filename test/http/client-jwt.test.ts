import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, UnsecuredJWT } from 'jose';
import { patientViewBody } from '../cds-hooks/requests.ts';
import { signingClient, type SigningClient } from '../fakes/signing-client.ts';
import { cdsClientOf, tenantOf } from '../fakes/tenant.ts';
import { post, SERVICE_PATH, startService, type TestService } from './service.ts';

let ehr: SigningClient;
let other: SigningClient;
let rsa: SigningClient;
let keyServer: Server;
let keyRequests: string[];
let keyServerUrl: string;
let service: TestService;
let url: string;

beforeAll(async () => {
  ehr = await signingClient('https://ehr.example.org');
  other = await signingClient('https://other.example.org');
  rsa = await signingClient('https://rsa.example.org', 'RS384');
  keyRequests = [];
  keyServer = createServer((request, response) => {
    keyRequests.push(request.url ?? '');
    response.end(JSON.stringify(other.jwks));
  });
  await new Promise<void>((resolve) => keyServer.listen(0, '127.0.0.1', resolve));
  keyServerUrl = `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}`;
  service = await startService({
    tenants: [
      tenantOf({
        cdsClients: [
          cdsClientOf({ issuer: ehr.issuer, jwks: ehr.jwks }),
          cdsClientOf({ issuer: rsa.issuer, jwks: rsa.jwks, audienceOverride: 'our-agreed-audience' }),
        ],
      }),
      tenantOf({
        id: 'south',
        cdsClients: [cdsClientOf({ issuer: other.issuer, jwksUrl: `${keyServerUrl}/registered` })],
      }),
      tenantOf({
        id: 'west',
        cdsClients: [
          cdsClientOf({
            issuer: 'https://down.example.org',
            jwksUrl: 'http://127.0.0.1:1/jwks',
            jwks: ehr.jwks,
          }),
          cdsClientOf({ issuer: 'https://picky.example.org', jwks: ehr.jwks, subjectsAllowed: ['the-hook'] }),
          cdsClientOf({ issuer: 'https://shared.example.org', jwks: ehr.jwks, tenantClaim: 'west' }),
        ],
      }),
    ],
  });
  url = `${service.url}${SERVICE_PATH}`;
});

afterAll(async () => {
  await service.close();
  keyServer.close();
});

const now = () => Math.floor(Date.now() / 1000);

async function statusOf(token: string | undefined): Promise<number> {
  return (await post(url, patientViewBody, token)).status;
}

test('a token signed with ES384 by a registered issuer is accepted', async () => {
  expect(await statusOf(await ehr.token(url))).toBe(200);
});

test('a token signed with RS384 is accepted, and the audience may be the one agreed', async () => {
  expect(await statusOf(await rsa.token(url))).toBe(200);
  expect(await statusOf(await rsa.token('our-agreed-audience'))).toBe(200);
});

test('claims that the specification does not name are accepted', async () => {
  const claims = { nbf: now() - 5, sub: 'hook-client', epic_thing: { deep: true } };
  expect(await statusOf(await ehr.token(url, { claims }))).toBe(200);
});

test('a second with another clock is forgiven', async () => {
  const claims = { iat: now() + 4, nbf: now() + 4, exp: now() + 200 };
  expect(await statusOf(await ehr.token(url, { claims }))).toBe(200);
});

test('keys come from the registered jku, once', async () => {
  const header = { jku: `${keyServerUrl}/registered` };
  expect(await statusOf(await other.token(url, { header }))).toBe(200);
  expect(await statusOf(await other.token(url))).toBe(200);
  expect(keyRequests).toEqual(['/registered']);
});

test('keys agreed out of band are used when the jku cannot be reached', async () => {
  const claims = { iss: 'https://down.example.org' };
  expect(await statusOf(await ehr.token(url, { claims, header: { jku: 'http://127.0.0.1:1/jwks' } }))).toBe(
    200,
  );
});

const wrongClaims: readonly [string, (at: number) => Record<string, unknown>][] = [
  ['an issuer that is not registered', () => ({ iss: 'https://stranger.example.org' })],
  ['another audience', () => ({ aud: 'https://elsewhere.example.org' })],
  ['no audience', () => ({ aud: undefined })],
  ['an expiry in the past', (at) => ({ iat: at - 600, exp: at - 300 })],
  ['no expiry', () => ({ exp: undefined })],
  ['a life of an hour', (at) => ({ exp: at + 3600 })],
  ['an issue time in the future', (at) => ({ iat: at + 120, exp: at + 240 })],
  ['no issue time', () => ({ iat: undefined })],
  ['a not-before in the future', (at) => ({ nbf: at + 120 })],
  ['no jti', () => ({ jti: undefined })],
  ['a subject that is not allowed', () => ({ iss: 'https://picky.example.org', sub: 'somebody' })],
  ['another tenant of a shared issuer', () => ({ iss: 'https://shared.example.org', tenant: 'east' })],
];

test.each(wrongClaims)('a token with %s is refused', async (_name, claims) => {
  expect(await statusOf(await ehr.token(url, { claims: claims(now()) }))).toBe(401);
});

test('a refusal is a bare 401 that gives no reason', async () => {
  const response = await post(url, patientViewBody, await ehr.token('https://elsewhere.example.org'));
  expect(response.status).toBe(401);
  expect(await response.text()).toBe('');
  expect(response.headers.get('www-authenticate')).toBe('Bearer');
});

test('a jti is accepted once', async () => {
  const token = await ehr.token(url);
  expect(await statusOf(token)).toBe(200);
  expect(await statusOf(token)).toBe(401);
});

test('an unsecured token (alg none) is refused', async () => {
  const claims = { iss: ehr.issuer, aud: url, iat: now(), exp: now() + 100, jti: 'none-1' };
  expect(await statusOf(new UnsecuredJWT(claims).encode())).toBe(401);
});

test('a token signed with a shared secret is refused, even when the secret is the public key', async () => {
  const [key] = ehr.jwks.keys;
  const token = await new SignJWT({ iss: ehr.issuer, aud: url, iat: now(), exp: now() + 100, jti: 'hs-1' })
    .setProtectedHeader({ alg: 'HS384', kid: String(key?.kid), typ: 'JWT' })
    .sign(new TextEncoder().encode(JSON.stringify(key).padEnd(48)));
  expect(await statusOf(token)).toBe(401);
});

test.each([
  ['no kid', { kid: undefined }],
  ['an unknown kid', { kid: 'unknown' }],
  ['no typ', { typ: undefined }],
  ['another typ', { typ: 'at+jwt' }],
])('a header with %s is refused', async (_name, header) => {
  expect(await statusOf(await ehr.token(url, { header }))).toBe(401);
});

test('a token signed by another registered client is refused', async () => {
  expect(await statusOf(await other.token(url, { claims: { iss: ehr.issuer } }))).toBe(401);
});

test('a jku that is not registered is refused and never fetched', async () => {
  const before = keyRequests.length;
  const header = { jku: `${keyServerUrl}/attacker` };
  expect(await statusOf(await ehr.token(url, { header }))).toBe(401);
  expect(await statusOf(await other.token(url, { header }))).toBe(401);
  expect(
    await statusOf(await other.token(url, { header, claims: { iss: 'https://stranger.example.org' } })),
  ).toBe(401);
  expect(keyRequests.length).toBe(before);
});

test('no token, a broken one and another scheme are refused', async () => {
  expect(await statusOf(undefined)).toBe(401);
  expect(await statusOf('a.b.c')).toBe(401);
  const basic = await post(url, patientViewBody, undefined, { Authorization: 'Basic dXNlcjpwdw==' });
  expect(basic.status).toBe(401);
});

test('the tenant is that of the verified issuer, whatever the token calls itself', async () => {
  await statusOf(await other.token(url, { claims: { tenant: 'north' } }));
  expect(service.calls.at(-1)?.client.tenant.id).toBe('south');
});
