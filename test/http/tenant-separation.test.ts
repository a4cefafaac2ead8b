import { openCardLedger } from '../../src/adapters/store/card-ledger.ts';
import type { Database } from '../../src/adapters/store/database.ts';
import { openDatabase } from '../../src/adapters/store/open-database.ts';
import { SERVICE_ID } from '../../src/cds-hooks/discovery.ts';
import { feedbackRecorder } from '../../src/flow/record-feedback.ts';
import { patientViewBody } from '../cds-hooks/requests.ts';
import { cardSwitchInMemory } from '../fakes/card-switch.ts';
import { signingClient, type SigningClient } from '../fakes/signing-client.ts';
import { cdsClientOf, tenantOf } from '../fakes/tenant.ts';
import { post, SERVICE_PATH, startService, type TestService } from './service.ts';

const CARD = '4e0a3a1e-3283-4575-ab82-028d55fe2719';
let database: Database;
let service: TestService;
let north: SigningClient;
let south: SigningClient;
const cardSwitch = cardSwitchInMemory();

beforeAll(async () => {
  database = await openDatabase({ kind: 'memory' });
  north = await signingClient('https://north.example.org');
  south = await signingClient('https://south.example.org');
  const ledger = openCardLedger(database);
  const issuedAt = new Date('2026-03-02T08:00:00Z');
  await ledger.issue([
    {
      tenantId: 'north',
      cardUuid: CARD,
      serviceId: SERVICE_ID,
      hook: 'patient-view',
      hookInstance: 'h',
      patientId: 'p1',
      userId: 'Practitioner/1',
      reasonCode: 'flagged',
      channel: 'ai',
      assessmentKey: undefined,
      modelVersions: [],
      suggestionUuids: [],
      issuedAt,
    },
  ]);
  service = await startService({
    tenants: [
      tenantOf({ cdsClients: [cdsClientOf({ issuer: north.issuer, jwks: north.jwks })] }),
      tenantOf({ id: 'south', cdsClients: [cdsClientOf({ issuer: south.issuer, jwks: south.jwks })] }),
    ],
    recordFeedback: feedbackRecorder(ledger),
    cardSwitch,
  });
});
afterAll(async () => {
  await service.close();
  await database.close();
});

async function report(client: SigningClient): Promise<number> {
  const url = `${service.url}${SERVICE_PATH}/feedback`;
  const body = {
    feedback: [{ card: CARD, outcome: 'overridden', outcomeTimestamp: '2026-03-02T09:00:00Z' }],
  };
  return (await post(url, body, await client.token(url))).status;
}

test('feedback on a card of another tenant is 404 and changes nothing', async () => {
  expect(await report(south)).toBe(404);
  expect((await openCardLedger(database).historyOf('north', 'p1')).feedback).toHaveLength(0);
  expect(await report(north)).toBe(200);
  expect((await openCardLedger(database).historyOf('north', 'p1')).feedback).toHaveLength(1);
});

test('the same patient id at two tenants is two patients', async () => {
  const history = await openCardLedger(database).historyOf('south', 'p1');
  expect(history).toEqual({ showings: [], feedback: [] });
});

test('stopping one tenant leaves the other its cards', async () => {
  const at = new Date('2026-03-02T08:00:00Z');
  await cardSwitch.stop({
    tenantId: 'north',
    reason: 'x',
    by: 'x',
    at,
    assessments: 'go-on',
    writing: 'go-on',
  });
  const url = `${service.url}${SERVICE_PATH}`;
  await post(url, patientViewBody, await north.token(url));
  await post(url, patientViewBody, await south.token(url));
  expect(service.calls.map(({ client }) => client.tenant.id)).toEqual(['south']);
  await cardSwitch.resume('north');
});

test('a client signs for its own tenant alone', async () => {
  const url = `${service.url}${SERVICE_PATH}`;
  const claims = { iss: north.issuer };
  expect((await post(url, patientViewBody, await south.token(url, { claims }))).status).toBe(401);
});
