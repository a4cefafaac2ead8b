import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, type JWK } from 'jose';
import { openBackendServices, publishedKeys } from '../../src/adapters/backend-services.ts';
import type { BackendServices, ClientAlgorithm } from '../../src/flow/tenant.ts';

/** A token server that checks the assertion against our published keys as a real one does. */
let server: Server;
let tokenUrl: string;
let answers: { status: number; body: unknown }[];
const bodies: URLSearchParams[] = [];

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  bodies.push(new URLSearchParams(text));
  const { status, body } = answers.shift() ?? {
    status: 200,
    body: { access_token: 'next', token_type: 'bearer' },
  };
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

beforeAll(async () => {
  server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  tokenUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  bodies.length = 0;
  answers = [
    {
      status: 200,
      body: { access_token: 'first', token_type: 'Bearer', expires_in: 300, scope: 'system/Task.c' },
    },
  ];
});

async function keyFor(algorithm: ClientAlgorithm, kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { ...(await exportJWK(privateKey)), kid };
}
const credentialsOf = async (algorithm: ClientAlgorithm): Promise<BackendServices> => ({
  clientId: 'trabecula',
  tokenUrl,
  scopes: ['system/*.rs', 'system/RiskAssessment.cu'],
  privateKey: await keyFor(algorithm, 'now'),
  algorithm,
  otherPublicKeys: [await keyFor(algorithm, 'next')],
});
const start = Date.now();
const at = (seconds: number) => new Date(start + seconds * 1000);

it.each(['ES384', 'RS384'] as const)(
  'signs a short assertion with %s that the published keys verify',
  async (algorithm) => {
    const credentials = await credentialsOf(algorithm);
    expect(await openBackendServices(credentials, () => at(0)).get()).toBe('first');
    const [body] = bodies;
    expect(body?.get('grant_type')).toBe('client_credentials');
    expect(body?.get('scope')).toBe('system/*.rs system/RiskAssessment.cu');
    const keys = createLocalJWKSet(await publishedKeys([{ backend: credentials }]));
    const { payload, protectedHeader } = await jwtVerify(body?.get('client_assertion') ?? '', keys, {
      issuer: 'trabecula',
      subject: 'trabecula',
      audience: tokenUrl,
      algorithms: [algorithm],
    });
    expect(protectedHeader.kid).toBe('now');
    expect(payload.exp! - payload.iat!).toBeLessThanOrEqual(300);
    expect(payload.jti).toMatch(/^[0-9a-f-]{36}$/);
  },
);

it('keeps a token until shortly before its end, and asks once for many callers', async () => {
  let seconds = 0;
  const access = openBackendServices(await credentialsOf('ES384'), () => at(seconds));
  expect(await Promise.all([access.get(), access.get(), access.get()])).toEqual(['first', 'first', 'first']);
  seconds = 269;
  expect(await access.get()).toBe('first');
  seconds = 271;
  expect(await access.get()).toBe('next');
  expect(bodies).toHaveLength(2);
  expect(bodies[0]?.get('client_assertion')).not.toBe(bodies[1]?.get('client_assertion'));
});

it('brings another token when the server refused this one', async () => {
  const access = openBackendServices(await credentialsOf('ES384'), () => at(0));
  expect(access.refused(await access.get())).toBe(true);
  expect(await access.get()).toBe('next');
});

it('knows the granted scopes, which may be fewer than asked for', async () => {
  const access = openBackendServices(await credentialsOf('ES384'), () => at(0));
  expect(await access.scopes()).toEqual(['system/Task.c']);
});

it('asks again after a failure', async () => {
  answers = [{ status: 503, body: {} }];
  const access = openBackendServices(await credentialsOf('ES384'), () => at(0));
  await expect(access.get()).rejects.toMatchObject({ code: 'upstream-unavailable' });
  expect(await access.get()).toBe('next');
});

it.each([
  [{ status: 401, body: { error: 'invalid_client' } }],
  [{ status: 200, body: { access_token: 'x', token_type: 'mac' } }],
  [{ status: 200, body: 'no object' }],
])('refuses an answer that is no bearer token: %j', async (answer) => {
  answers = [answer];
  const access = openBackendServices(await credentialsOf('ES384'), () => at(0));
  await expect(access.get()).rejects.toMatchObject({ code: 'upstream-refused' });
});

it('publishes no private member of any key', async () => {
  const { keys } = await publishedKeys([{ backend: await credentialsOf('RS384') }, { backend: undefined }]);
  expect(keys.map((key) => key.kid)).toEqual(['now', 'next']);
  for (const key of keys)
    for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi']) expect(key).not.toHaveProperty(secret);
});
