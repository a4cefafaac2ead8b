import { randomBytes } from 'node:crypto';
import { Router } from 'express';
import type { Tenant } from '../../../src/flow/tenant.ts';
import { staffAccess } from '../../../src/http/staff/staff-access.ts';
import { rememberedAudit } from '../../fakes/audit-trail.ts';
import { startIdentityProvider, type FakeIdentityProvider } from '../../fakes/identity-provider.ts';
import { tenantOf } from '../../fakes/tenant.ts';
import { startService, type TestService } from '../service.ts';

let provider: FakeIdentityProvider;
let service: TestService;
let audit: ReturnType<typeof rememberedAudit>;
let now: Date;

beforeEach(async () => {
  provider = await startIdentityProvider();
  audit = rememberedAudit();
  now = new Date();
  const staffSignIn: NonNullable<Tenant['staffSignIn']> = {
    issuer: provider.issuer,
    clientId: 'trabecula-staff',
    clientSecret: undefined,
    roleClaim: 'roles',
    roles: { 'bone-operators': 'operator', 'bone-leads': 'clinical-lead' },
  };
  const tenants = [
    tenantOf({ staffSignIn, chartUrl: 'https://ehr.example.org/charts/{patientId}' }),
    tenantOf({ id: 'south' }),
  ];
  const bound = { url: '' };
  const access = staffAccess({
    tenants,
    publicUrl: () => bound.url,
    sessionKey: new Uint8Array(randomBytes(32)),
    audit,
    clock: () => now,
  });
  const guarded = Router();
  guarded.get(
    '/leads',
    access.requireRole('clinical-lead'),
    (_request, response) => void response.json('led'),
  );
  guarded.get(
    '/operators',
    access.requireRole('operator'),
    (_request, response) => void response.json('let in'),
  );
  guarded.post(
    '/operators',
    access.requireRole('operator'),
    (_request, response) => void response.json('done'),
  );
  service = await startService({
    tenants,
    mounts: [
      { path: '/staff', handler: access.routes },
      { path: '/guarded', handler: guarded },
    ],
  });
  bound.url = service.url;
});
afterEach(async () => {
  await service.close();
  await provider.close();
});

const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .filter((pair) => !pair.endsWith('='))
    .join('; ');
const get = (url: string, cookie = '') => fetch(url, { redirect: 'manual', headers: { Cookie: cookie } });

/** Goes through the provider and comes back with the answer of the callback. */
async function signIn(tenantId = 'north', returnTo = '/population'): Promise<Response> {
  const begun = await get(
    `${service.url}/staff/sign-in/${tenantId}?returnTo=${encodeURIComponent(returnTo)}`,
  );
  const atProvider = await get(begun.headers.get('location') ?? '');
  return get(atProvider.headers.get('location') ?? '', cookiesOf(begun));
}

test('staff sign in through their provider and are let in by role', async () => {
  const back = await signIn();
  expect(back.status).toBe(303);
  expect(back.headers.get('location')).toBe('/population');
  const session = cookiesOf(back);
  expect(await (await get(`${service.url}/staff/me`, session)).json()).toEqual({
    tenantId: 'north',
    subject: 'ada',
    roles: ['operator'],
    chartUrl: 'https://ehr.example.org/charts/{patientId}',
  });
  expect((await get(`${service.url}/guarded/operators`, session)).status).toBe(200);
  expect((await get(`${service.url}/guarded/leads`, session)).status).toBe(403);
  expect(audit.lines).toMatchObject([
    { actor: 'ada', object: 'staff/sign-in', outcome: 'success', tenantId: 'north' },
  ]);
});

test('the session cookie is out of reach of scripts and of other sites', async () => {
  const [cookie] = (await signIn()).headers
    .getSetCookie()
    .filter((line) => line.startsWith('trabecula-staff='));
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Lax/);
  expect(cookie).not.toContain('ada');
});

test('nobody is let in without a session, with a changed one or with one whose day is over', async () => {
  const url = `${service.url}/guarded/operators`;
  expect((await get(url)).status).toBe(401);
  const session = cookiesOf(await signIn());
  expect((await get(url, `${session.slice(0, -4)}AAAA`)).status).toBe(401);
  now = new Date(now.getTime() + 8 * 3_600_000 + 1000);
  expect((await get(url, session)).status).toBe(401);
});

test('an account without a role here is refused and the attempt is in the audit trail', async () => {
  provider.claims = { sub: 'eve', roles: ['gardeners', 'constructor'] };
  const back = await signIn();
  expect(back.status).toBe(403);
  expect(cookiesOf(back)).toBe('');
  expect(audit.lines).toMatchObject([{ actor: 'eve', outcome: 'failure' }]);
});

test('an ID token that belongs to another sign-in is refused', async () => {
  provider.nonceOverride = 'stolen';
  expect((await signIn()).status).toBe(403);
});

test('an answer that was not begun in this browser is refused', async () => {
  const begun = await get(`${service.url}/staff/sign-in/north`);
  const atProvider = await get(begun.headers.get('location') ?? '');
  expect((await get(atProvider.headers.get('location') ?? '')).status).toBe(403);
});

test('a tenant without a provider has no sign-in', async () => {
  expect((await get(`${service.url}/staff/sign-in/south`)).status).toBe(404);
});

test.each(['https://evil.example.org', '//evil.example.org', '/\\evil.example.org'])(
  'the way back is never to %s',
  async (returnTo) => {
    expect((await signIn('north', returnTo)).headers.get('location')).toBe('/');
  },
);

test('a page of another origin cannot act with the session', async () => {
  const session = cookiesOf(await signIn());
  const act = (headers: Record<string, string>) =>
    fetch(`${service.url}/guarded/operators`, { method: 'POST', headers: { Cookie: session, ...headers } });
  expect((await act({ Origin: service.url })).status).toBe(200);
  expect((await act({ Origin: 'https://evil.example.org' })).status).toBe(403);
  expect((await act({ 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
});

test('signing out ends the session in the browser', async () => {
  const response = await fetch(`${service.url}/staff/sign-out`, { method: 'POST' });
  expect(response.headers.getSetCookie().join()).toMatch(/trabecula-staff=;.*Expires=Thu, 01 Jan 1970/);
});
