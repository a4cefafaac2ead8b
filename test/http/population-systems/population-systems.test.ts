import { TrabeculaError } from '../../../src/errors.ts';
import type { PopulationClient } from '../../../src/flow/tenant.ts';
import { populationRoutes } from '../../../src/http/population/population-routes.ts';
import { systemOrStaff } from '../../../src/http/population-systems/system-guard.ts';
import { systemTokens } from '../../../src/http/population-systems/system-token.ts';
import { tokenRoutes } from '../../../src/http/population-systems/token-routes.ts';
import { rememberedAudit } from '../../fakes/audit-trail.ts';
import { populationInMemory, type PopulationInMemory } from '../../fakes/population.ts';
import { signingClient, type SigningClient } from '../../fakes/signing-client.ts';
import { tenantOf } from '../../fakes/tenant.ts';
import { rememberedTokens } from '../../fakes/used-tokens.ts';
import { startService, type TestService } from '../service.ts';

const counts = 'system/MeasureReport.rs';
const workLists = 'system/Group.rs';
const progress = 'system/Task.rs';
const all = [counts, workLists, progress].join(' ');

let now: Date;
let registry: SigningClient;
let stranger: SigningClient;
let population: PopulationInMemory;
let audit: ReturnType<typeof rememberedAudit>;
let service: TestService;
let clients: PopulationClient[];

beforeAll(async () => {
  const seconds = () => Math.floor(now.getTime() / 1000);
  registry = await signingClient('registry', 'ES384', seconds);
  stranger = await signingClient('registry', 'ES384', seconds);
});
beforeEach(async () => {
  now = new Date('2026-11-28T12:00:00Z');
  population = populationInMemory(now);
  audit = rememberedAudit();
  const client = {
    clientId: 'registry',
    jwks: registry.jwks,
    jwksUrl: undefined,
    algorithms: ['ES384'] as const,
  };
  clients = [{ ...client, scopes: [counts, workLists, progress] }];
  const tenants = [
    tenantOf({ id: 'north', populationClients: clients }),
    tenantOf({ id: 'south', populationClients: [{ ...client, scopes: [counts] }] }),
    tenantOf({ id: 'closed' }),
  ];
  const tokens = systemTokens(new Uint8Array(32), () => now);
  const requireRole = systemOrStaff({
    tokens,
    tenants,
    questions: () => population.ports.questions.list(),
    requireRole: () => () => {
      throw new TrabeculaError('unauthenticated', 'sign in first');
    },
  });
  service = await startService({
    mounts: [
      {
        path: '/population',
        handler: populationRoutes({ ...population.ports, audit, clock: () => now, requireRole }),
      },
      {
        path: '/population-systems',
        handler: tokenRoutes({
          tenants,
          tokens,
          usedTokens: rememberedTokens(),
          publicUrl: () => service.url,
          clock: () => now,
        }),
      },
    ],
  });
});
afterEach(() => service.close());

const tokenUrl = (tenant: string) => `${service.url}/population-systems/${tenant}/token`;
const subject = { claims: { sub: 'registry' } };

function ask(tenant: string, assertion: string, scope = all, grant = 'client_credentials') {
  return fetch(tokenUrl(tenant), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: grant,
      scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  });
}

async function tokenFor(scope: string, tenant = 'north'): Promise<string> {
  const response = await ask(tenant, await registry.token(tokenUrl(tenant), subject), scope);
  return ((await response.json()) as { access_token: string }).access_token;
}

const call = (token: string, path: string, method = 'GET') =>
  fetch(`${service.url}/population${path}`, { method, headers: { authorization: `Bearer ${token}` } });

test('a registered system gets a token of five minutes with what it asked for and is registered for', async () => {
  const response = await ask('south', await registry.token(tokenUrl('south'), subject));
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await response.json()).toMatchObject({ token_type: 'bearer', expires_in: 300, scope: counts });
});

test('the configuration of a tenant names its own token endpoint; a tenant without systems has none', async () => {
  const at = (tenant: string) =>
    fetch(`${service.url}/population-systems/${tenant}/.well-known/smart-configuration`);
  expect(await (await at('south')).json()).toMatchObject({
    token_endpoint: tokenUrl('south'),
    scopes_supported: [counts, workLists, progress],
  });
  expect((await at('closed')).status).toBe(404);
  expect((await ask('closed', 'x')).status).toBe(404);
});

const refusals: readonly [string, () => Promise<Response>, number, string][] = [
  [
    'a key that is not registered',
    async () => ask('north', await stranger.token(tokenUrl('north'), subject)),
    401,
    'invalid_client',
  ],
  [
    'an assertion for another tenant',
    async () => ask('north', await registry.token(tokenUrl('south'), subject)),
    401,
    'invalid_client',
  ],
  ['no subject', async () => ask('north', await registry.token(tokenUrl('north'))), 401, 'invalid_client'],
  [
    'an assertion that lives for an hour',
    async () => {
      const exp = Math.floor(now.getTime() / 1000) + 3600;
      return ask('north', await registry.token(tokenUrl('north'), { claims: { sub: 'registry', exp } }));
    },
    401,
    'invalid_client',
  ],
  ['what is no JWT', () => ask('north', 'x'), 401, 'invalid_client'],
  [
    'another grant',
    async () => ask('north', await registry.token(tokenUrl('north'), subject), all, 'password'),
    400,
    'unsupported_grant_type',
  ],
  [
    'a scope that it is not registered for',
    async () => ask('south', await registry.token(tokenUrl('south'), subject), workLists),
    400,
    'invalid_scope',
  ],
  [
    'a scope of another kind',
    async () => ask('north', await registry.token(tokenUrl('north'), subject), 'system/*.rs'),
    400,
    'invalid_scope',
  ],
  [
    'a scope of a person',
    async () => ask('north', await registry.token(tokenUrl('north'), subject), 'user/MeasureReport.rs'),
    400,
    'invalid_scope',
  ],
];
test.each(refusals)('%s gets no token', async (_what, refused, status, error) => {
  const response = await refused();
  expect([response.status, await response.json()]).toEqual([status, { error }]);
});

test.each(['/questions/counts', '/questions/gaps', '/screening-runs'])(
  'a token of the EHR with user scopes gives nobody a right to %s',
  async (path) => {
    const token = await registry.token(`${service.url}/population`, {
      claims: {
        sub: 'Practitioner/1',
        scope: 'user/*.rs user/Group.rs user/MeasureReport.rs openid fhirUser',
      },
    });
    expect((await call(token, path)).status).toBe(401);
    expect(population.asked).toEqual([]);
  },
);

test('an assertion is good once', async () => {
  const assertion = await registry.token(tokenUrl('north'), subject);
  expect((await ask('north', assertion)).status).toBe(200);
  expect((await ask('north', assertion)).status).toBe(401);
});

test.each<[string, string, string, number]>([
  [counts, 'GET', '/questions', 200],
  [counts, 'GET', '/questions/counts', 200],
  [counts, 'GET', '/questions/counts?format=csv', 200],
  [counts, 'GET', '/questions/gaps', 403],
  [counts, 'GET', '/questions/gaps?format=group', 403],
  [counts, 'GET', '/questions/unknown', 404],
  [counts, 'GET', '/screening-runs', 403],
  [workLists, 'GET', '/questions', 200],
  [workLists, 'GET', '/questions/gaps', 200],
  [workLists, 'GET', '/questions/gaps?format=group', 200],
  [workLists, 'GET', '/questions/counts', 403],
  [progress, 'GET', '/screening-runs', 200],
  [progress, 'GET', '/questions', 403],
  [all, 'GET', '/imports', 403],
  [all, 'POST', '/imports', 403],
  [all, 'POST', '/screening-runs', 403],
  [all, 'POST', '/screening-runs/run-1/cancel', 403],
  [all, 'GET', '/screening-runs/run-1/set-aside', 403],
  [all, 'POST', '/attested-dxa', 403],
])('with %s %s %s is %i', async (scope, method, path, status) => {
  expect((await call(await tokenFor(scope), path, method)).status).toBe(status);
  expect([population.planned, population.states, population.imports, population.attested]).toEqual([
    [],
    [],
    [],
    [],
  ]);
});

test('a token asks about the tenant that gave it, and the audit trail names the system', async () => {
  await call(await tokenFor(counts, 'south'), '/questions/counts');
  await call(await tokenFor(workLists, 'north'), '/questions/gaps');
  expect(population.asked).toMatchObject([{ tenantId: 'south' }, { tenantId: 'north' }]);
  expect(audit.lines).toMatchObject([{ tenantId: 'north', actor: 'client registry', action: 'export' }]);
});

test('a token is over after five minutes, when it was changed, and when its system was taken out or lost the scope', async () => {
  const token = await tokenFor(counts);
  // The first character of the tag: of the last one only two bits count.
  const changed = token.replace(
    /\.([^.])([^.]*)$/,
    (_, first, rest) => `.${first === 'A' ? 'B' : 'A'}${rest}`,
  );
  expect((await call(changed, '/questions')).status).toBe(401);
  clients.splice(0, 1, { ...clients[0]!, scopes: [progress] });
  expect((await call(token, '/questions')).status).toBe(403);
  clients.splice(0, 1);
  expect((await call(token, '/questions')).status).toBe(401);
  const other = await tokenFor(counts, 'south');
  now = new Date(now.getTime() + 301_000);
  expect((await call(other, '/questions')).status).toBe(401);
});

test('without a token people sign in as ever', async () => {
  expect((await fetch(`${service.url}/population/questions`)).status).toBe(401);
});
