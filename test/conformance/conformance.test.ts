import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signingClient } from '../fakes/signing-client.ts';
import { cdsClientOf, tenantOf } from '../fakes/tenant.ts';
import { post, SERVICE_PATH, startService } from '../http/service.ts';
import type { World } from './case.ts';
import { CASES, conformancePage, mappings, REQUIREMENTS } from './requirements.ts';
import { REASONS } from './reasons.ts';

let world: World;

beforeAll(async () => {
  const ehr = await signingClient();
  const tenant = tenantOf({
    corsOrigins: ['https://browser-ehr.example.org'],
    cdsClients: [cdsClientOf({ jwks: ehr.jwks })],
  });
  const service = await startService({ tenants: [tenant] });
  const url = `${service.url}${SERVICE_PATH}`;
  world = { service, ehr, call: async (body) => post(url, body, await ehr.token(url)) };
});
afterAll(() => world.service.close());

test.each(CASES.map((item) => [`${item.claim} [${item.rows.join(' ')}]`, item.check] as const))(
  '%s',
  async (_name, check) => {
    await check(world);
  },
);

test('all 143 rows are listed, each once', () => {
  expect(new Set(REQUIREMENTS.map(({ id }) => id)).size).toBe(143);
  expect(REQUIREMENTS).toHaveLength(143);
});

test('each row has a test or a reason, never both and never neither', () => {
  const wrong = mappings().filter(({ claims, reason }) => claims.length > 0 === (reason !== undefined));
  expect(wrong.map(({ requirement }) => requirement.id)).toEqual([]);
});

test('no test and no reason names a row that does not exist', () => {
  const known = new Set(REQUIREMENTS.map(({ id }) => id));
  const named = [...CASES.flatMap(({ rows }) => rows), ...REASONS.keys()];
  expect(named.filter((id) => !known.has(id))).toEqual([]);
});

test('the page in the documentation is the one that these tests write', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/conformance.md'), 'utf8')).toBe(
    conformancePage(),
  );
});
