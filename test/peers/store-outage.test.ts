import { openAssessmentStore } from '../../src/adapters/store/assessment-store.ts';
import { openUsedTokens } from '../../src/adapters/store/used-token-store.ts';
import type { Database } from '../../src/adapters/store/database.ts';
import { openDatabase } from '../../src/adapters/store/open-database.ts';
import { openPostgres } from '../../src/adapters/store/postgres-database.ts';
import { TrabeculaError } from '../../src/errors.ts';
import { storedAssessment } from '../adapters/store/stored-assessments.ts';
import { patientViewBody } from '../cds-hooks/requests.ts';
import { FaultyLink } from '../fakes/faulty-link.ts';
import { signingClient, type SigningClient } from '../fakes/signing-client.ts';
import { cdsClientOf, tenantOf } from '../fakes/tenant.ts';
import { post, SERVICE_PATH, startService, type TestService } from '../http/service.ts';
import { startPostgres, type PostgresServer } from './postgres-harness.ts';

/** The service's HTTP side on a PostgreSQL that is reached over a link that fails, and that is stopped and started. */
const PATIENCE_MS = 500;
let server: PostgresServer;
let link: FaultyLink;
let database: Database;
let service: TestService;
let ehr: SigningClient;

beforeAll(async () => {
  server = startPostgres();
  const direct = server.newDatabase();
  await (await openDatabase({ kind: 'postgresql', databaseUrl: direct })).close();
  link = await FaultyLink.to(server.socket);
  const name = new URL(direct).pathname;
  database = openPostgres(`postgres://postgres@127.0.0.1:${link.port}${name}`, () => undefined, PATIENCE_MS);
  ehr = await signingClient('https://north.example.org');
  const store = openAssessmentStore(database);
  service = await startService({
    tenants: [tenantOf({ cdsClients: [cdsClientOf({ issuer: ehr.issuer, jwks: ehr.jwks })] })],
    usedTokens: openUsedTokens(database),
    answerHook: async ({ request }) => {
      await store.currentFor('north', request.context.patientId);
      return { cards: [] };
    },
    readiness: async () => {
      const ready = await store.currentFor('north', 'p').then(
        () => true,
        () => false,
      );
      return [{ name: 'store', ready, detail: undefined }];
    },
  });
}, 60_000);
afterAll(async () => {
  link.fault = { kind: 'none' };
  await service.close();
  await link.stop();
  await database.close();
  server.stop();
});

const call = async () => {
  const url = `${service.url}${SERVICE_PATH}`;
  return (await post(url, patientViewBody, await ehr.token(url))).status;
};
const readiness = async () => (await fetch(`${service.url}/health/ready`)).status;

/** Until the pool has thrown its broken connections away. */
async function untilAnswered(): Promise<void> {
  while ((await call()) !== 200) await new Promise((resolve) => setTimeout(resolve, 50));
}

test.each(['drop', 'refuse', 'garbage', 'half-close'] as const)(
  'the link to the store fails by %s: hooks are 503 and the service is not ready, and both are well again without a restart',
  async (kind) => {
    expect(await call()).toBe(200);
    link.fault = { kind };
    if (kind !== 'drop') link.reset();
    // As many at once as the pool has connections, so that none of them is left whole.
    expect(new Set(await Promise.all(Array.from({ length: 12 }, call)))).toEqual(new Set([503]));
    expect(await readiness()).toBe(503);
    link.fault = { kind: 'none' };
    link.reset();
    await untilAnswered();
    expect(await readiness()).toBe(200);
  },
  60_000,
);

test('a PostgreSQL that is stopped and started again is used again, by the same process', async () => {
  expect(await call()).toBe(200);
  server.halt();
  expect(await call()).toBe(503);
  server.restart();
  await untilAnswered();
}, 60_000);

test('a connection that breaks within a transaction loses nothing and keeps nothing by halves', async () => {
  const store = openAssessmentStore(database);
  const breaking = database.transaction(async (sql) => {
    await sql.query({ name: 'outage.claim', text: 'SELECT pg_advisory_xact_lock(7)' });
    link.reset();
    await sql.query({ name: 'outage.next', text: 'SELECT 1' });
  });
  await expect(breaking).rejects.toBeInstanceOf(TrabeculaError);
  await untilAnswered();
  // The lock of the broken transaction is free again, and writing works.
  await database.transaction((sql) =>
    sql.query({ name: 'outage.claim', text: 'SELECT pg_advisory_xact_lock(7)' }),
  );
  expect(await store.save(storedAssessment({ tenantId: 'north' }), [])).toBe('stored');
}, 60_000);
