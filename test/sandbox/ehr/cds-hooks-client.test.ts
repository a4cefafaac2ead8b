import type { Bundle, ServiceRequest } from '@medplum/fhirtypes';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { DXA_CARD, startFakeCdsService, type FakeCdsService } from './fake-cds-service.ts';
import { backendToken, fhir, runSandbox, type RunningSandbox } from './running-sandbox.ts';

let service: FakeCdsService;
let sandbox: RunningSandbox;

beforeEach(async () => {
  service = await startFakeCdsService();
  sandbox = await runSandbox(service.url);
});

afterEach(async () => {
  await sandbox.close();
  await service.close();
});

const post = (path: string, body: object): Promise<Response> =>
  fetch(`${sandbox.addresses.pages}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'manual',
  });

const openChart = () => post('/patients/P01/hooks/patient-view', {});

const ordersOf = async (patientId: string): Promise<ServiceRequest[]> => {
  const token = await backendToken(sandbox, 'system/*.rs');
  const bundle = (await (
    await fhir(sandbox, `ServiceRequest?patient=${patientId}`, token)
  ).json()) as Bundle<ServiceRequest>;
  return (bundle.entry ?? []).flatMap(({ resource }) => (resource === undefined ? [] : [resource]));
};

test('each call carries a JWT of its own for that URL, signed by the published ES384 key', async () => {
  await openChart();
  const keys = createRemoteJWKSet(new URL(sandbox.addresses.cdsJwksUrl));
  const identifiers = new Set<unknown>();
  for (const { path, authorization } of service.calls) {
    const token = authorization.replace('Bearer ', '');
    const { payload } = await jwtVerify(token, keys, {
      issuer: sandbox.addresses.cdsIssuer,
      audience: `${service.url}${path}`,
      algorithms: ['ES384'],
    });
    expect(decodeProtectedHeader(token)).toMatchObject({ typ: 'JWT', jku: sandbox.addresses.cdsJwksUrl });
    identifiers.add(payload.jti);
  }
  expect(service.calls.map(({ path }) => path)).toEqual(['/cds-services', '/cds-services/dxa-patient-view']);
  expect(identifiers.size).toBe(2);
});

test('opening a chart sends the context, the prefetch that could be filled, and a token for this patient', async () => {
  await openChart();
  const body = service.calls.at(-1)?.body as {
    hook: string;
    context: object;
    prefetch: Record<string, { resourceType: string; total?: number }>;
    fhirAuthorization: { access_token: string; token_type: string };
  };
  expect(body.hook).toBe('patient-view');
  expect(body.context).toEqual({
    userId: 'Practitioner/dr-sandbox',
    patientId: 'P01',
    encounterId: 'P01-encounter-1',
  });
  expect(Object.keys(body.prefetch)).toEqual(['patient', 'studies', 'encounter']);
  expect(body.prefetch['studies']).toMatchObject({ resourceType: 'Bundle', total: 1 });
  const bearer = body.fhirAuthorization.access_token;
  expect((await fhir(sandbox, 'Patient/P01', bearer)).status).toBe(200);
  expect((await fhir(sandbox, 'Patient/P02', bearer)).status).toBe(404);
});

test('card text is shown as text: no markup of the card runs', async () => {
  const page = await (await openChart()).text();
  expect(page).toContain('Consider DXA &lt;b&gt;of&lt;/b&gt;');
  expect(page).toContain('&lt;script&gt;');
  expect(page).not.toContain('<script');
  expect(page).not.toContain('href="javascript:');
  expect(page).toContain('href="https://example.org/guideline"');
});

test('accepting creates the draft order and reports it to the service, once', async () => {
  await openChart();
  const accept = `/patients/P01/cards/${DXA_CARD.uuid}/accept`;
  const suggestion = DXA_CARD.suggestions[0]!.uuid;
  expect((await post(accept, { suggestion })).status).toBe(200);
  expect((await post(accept, { suggestion })).status).toBe(409);
  expect(await ordersOf('P01')).toMatchObject([
    { status: 'draft', intent: 'proposal', authoredOn: expect.stringMatching(/^20/) },
  ]);
  const feedback = service.calls.filter(({ path }) => path.endsWith('/feedback'));
  expect(feedback).toHaveLength(1);
  expect(feedback[0]?.path).toBe('/cds-services/dxa-patient-view/feedback');
  expect(feedback[0]?.body).toMatchObject({
    feedback: [{ card: DXA_CARD.uuid, outcome: 'accepted', acceptedSuggestions: [{ id: suggestion }] }],
  });
});

test('a card cannot write to another patient', async () => {
  await openChart();
  const suggestion = DXA_CARD.suggestions[1]!.uuid;
  await post(`/patients/P01/cards/${DXA_CARD.uuid}/accept`, { suggestion });
  expect(await ordersOf('P02')).toEqual([]);
});

test('setting a card aside posts the reason with its system, and the comment', async () => {
  await openChart();
  const path = `/patients/P01/cards/${DXA_CARD.uuid}/override`;
  expect((await post(path, { reason: 'not-a-reason-of-the-card' })).status).toBe(409);
  const answered = await post(path, { reason: 'patient-refuses', comment: 'asked twice' });
  expect(await answered.text()).toContain('Set aside: Patient refuses');
  expect(service.calls.at(-1)?.body).toMatchObject({
    feedback: [
      {
        outcome: 'overridden',
        overrideReason: { reason: DXA_CARD.overrideReasons[0], userComment: 'asked twice' },
      },
    ],
  });
});

test('choosing a procedure fires order-select with the draft, signing fires order-sign and then signs', async () => {
  await post('/patients/P01/hooks/order-select', { orderable: 'dxa-central' });
  expect(service.calls.at(-1)?.body).toMatchObject({
    hook: 'order-select',
    context: {
      selections: [expect.stringMatching(/^ServiceRequest\//)],
      draftOrders: { resourceType: 'Bundle' },
    },
  });
  const held = await post('/patients/P01/orders', { orderable: 'dxa-central' });
  expect(held.headers.get('x-order-signed')).toBeNull();
  expect(await ordersOf('P01')).toEqual([]);
  const signed = await post('/patients/P01/orders', { orderable: 'dxa-central', seenCards: true });
  expect(signed.headers.get('x-order-signed')).not.toBeNull();
  expect(await ordersOf('P01')).toMatchObject([{ status: 'active', intent: 'order' }]);
});

test('the link of a card launches the registered app and no other', async () => {
  const launch = await post('/patients/P01/launch', {
    url: 'http://127.0.0.1:9/app/launch.html',
    appContext: 'x',
  });
  const target = new URL(launch.headers.get('location') ?? '');
  expect(target.searchParams.get('iss')).toBe(sandbox.addresses.fhirBaseUrl);
  expect(target.searchParams.get('launch')).toMatch(/^[\w-]{32}$/);
  expect((await post('/patients/P01/launch', { url: 'http://evil.example/launch.html' })).status).toBe(400);
});

test('the chart opens though decision support is down', async () => {
  await service.close();
  const panel = await (await openChart()).text();
  expect(panel).toContain('does not answer');
  expect((await fetch(`${sandbox.addresses.pages}/patients/P01`)).status).toBe(200);
});

test.each(['/', '/patients/P01', '/patients/P01/orders/new', '/patients/P01/record'])(
  '%s says that its patients are simulated, and loads nothing from elsewhere',
  async (path) => {
    const response = await fetch(`${sandbox.addresses.pages}${path}`);
    const page = await response.text();
    expect(page).toContain('sandbox, simulated patients');
    expect(page).not.toMatch(/(src|href)="https?:/);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
  },
);
