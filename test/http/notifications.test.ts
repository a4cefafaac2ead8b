import { signingClient, type SigningClient } from '../fakes/signing-client.ts';
import { cdsClientOf, tenantOf } from '../fakes/tenant.ts';
import { post, startService, type TestService } from './service.ts';

const SECRET = 'a-secret-of-more-than-thirty-two-characters';
const hints: string[] = [];
let north: SigningClient;
let service: TestService;

beforeAll(async () => {
  north = await signingClient('https://north.example.org');
  service = await startService({
    tenants: [
      tenantOf({ id: 'north', cdsClients: [cdsClientOf({ issuer: north.issuer, jwks: north.jwks })] }),
      tenantOf({ id: 'south', notifications: { secret: SECRET, criteria: ['ImagingStudy?'] } }),
    ],
    onChangeHint: (tenantId) => void hints.push(tenantId),
  });
});
afterAll(() => service.close());
beforeEach(() => void (hints.length = 0));

const notify = (tenantId: string, init: RequestInit = {}, token: string | undefined = SECRET) =>
  fetch(`${service.url}/notifications/${tenantId}`, {
    method: 'POST',
    ...init,
    headers: {
      'Content-Type': 'application/fhir+json',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
  });

/** The status of an R5-backport notification: Parameters on R4, SubscriptionStatus from R4B on. */
const backport = (type: string, more: object[] = []) => ({
  resourceType: 'Bundle',
  type: 'history',
  entry: [
    { resource: { resourceType: 'Parameters', parameter: [{ name: 'type', valueCode: type }] } },
    ...more,
  ],
});
const r4b = (type: string) => ({
  resourceType: 'Bundle',
  type: 'subscription-notification',
  entry: [{ resource: { resourceType: 'SubscriptionStatus', type } }],
});

test('an R4 rest-hook without a body is a hint', async () => {
  expect((await notify('south')).status).toBe(200);
  expect(hints).toEqual(['south']);
});

test('an R4 rest-hook with a resource is a PUT below the endpoint, and a hint', async () => {
  const answer = await notify('south/ImagingStudy/1', {
    method: 'PUT',
    body: JSON.stringify({ resourceType: 'ImagingStudy', id: '1' }),
  });
  expect(answer.status).toBe(200);
  expect(hints).toEqual(['south']);
});

test.each([
  ['handshake', backport('handshake'), []],
  ['heartbeat', backport('heartbeat'), []],
  ['event notification', backport('event-notification'), ['south']],
  [
    'event notification with ids only',
    backport('event-notification', [{ fullUrl: 'https://ehr.example.org/fhir/ImagingStudy/1' }]),
    ['south'],
  ],
  ['R4B handshake', r4b('handshake'), []],
  ['R4B event notification', r4b('event-notification'), ['south']],
  ['body that says nothing we know', { resourceType: 'Bundle', entry: 'no list' }, ['south']],
])('a backport %s is answered with 200', async (_name, body, expected) => {
  expect((await notify('south', { body: JSON.stringify(body) })).status).toBe(200);
  expect(hints).toEqual(expected);
});

test.each([
  ['no token', 'south', undefined],
  ['a wrong secret', 'south', `${SECRET}x`],
  ['the secret of another tenant', 'north', SECRET],
  ['a tenant that does not exist', 'west', SECRET],
])('%s is refused with 401 and is no hint', async (_name, tenantId, token) => {
  const url = `${service.url}/notifications/${tenantId}`;
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const answer = await fetch(url, { method: 'POST', headers });
  expect([answer.status, await answer.text()]).toEqual([401, '']);
  expect(hints).toEqual([]);
});

test('a CDS client notifies for its own tenant with its JWT, and for no other', async () => {
  const to = async (tenantId: string) => {
    const url = `${service.url}/notifications/${tenantId}`;
    return (await post(url, backport('event-notification'), await north.token(url))).status;
  };
  expect([await to('north'), await to('south')]).toEqual([200, 403]);
  expect(hints).toEqual(['north']);
});

test('a body that is not JSON is refused', async () => {
  expect((await notify('south', { body: '{' })).status).toBe(400);
  expect(hints).toEqual([]);
});
