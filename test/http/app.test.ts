import { TrabeculaError } from '../../src/errors.ts';
import { loadConfig } from '../../src/config.ts';
import { HOOK_INSTANCE, patientViewBody } from '../cds-hooks/requests.ts';
import { signingClient, type SigningClient } from '../fakes/signing-client.ts';
import { cdsClientOf, tenantOf } from '../fakes/tenant.ts';
import { post, SERVICE_PATH, startService, type TestService } from './service.ts';
import type { AppPorts } from '../../src/http/app-ports.ts';

let ehr: SigningClient;
let elsewhere: SigningClient;
const running: TestService[] = [];

beforeAll(async () => {
  ehr = await signingClient();
  elsewhere = await signingClient('https://elsewhere.example.org');
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.close()));
});

const { limits } = loadConfig({});
const ORIGIN = 'https://browser-ehr.example.org';

async function start(changes: Partial<AppPorts> = {}): Promise<TestService> {
  const tenants = [
    tenantOf({ corsOrigins: [ORIGIN], cdsClients: [cdsClientOf({ jwks: ehr.jwks })] }),
    tenantOf({
      id: 'south',
      fhirServersAllowed: ['https://south.example.org/fhir'],
      corsOrigins: ['https://south.example.org'],
      cdsClients: [cdsClientOf({ issuer: elsewhere.issuer, jwks: elsewhere.jwks })],
    }),
  ];
  const service = await startService({ tenants, ...changes });
  running.push(service);
  return service;
}

async function call(service: TestService, body: unknown, headers: Record<string, string> = {}) {
  const url = `${service.url}${SERVICE_PATH}`;
  return post(url, body, await ehr.token(url), headers);
}

async function outcomeOf(response: Response) {
  return (await response.json()) as {
    resourceType: string;
    issue: { code: string; details: { text: string } }[];
  };
}

test('a call reaches the story with its tenant, and its answer goes back', async () => {
  const service = await start();
  const response = await call(service, patientViewBody);
  expect(await response.json()).toEqual({ cards: [] });
  expect(service.calls[0]).toMatchObject({
    client: { tenant: { id: 'north' }, systemActionsAllowed: false },
    request: { hookInstance: HOOK_INSTANCE },
    load: 'normal',
  });
});

test('discovery is always open', async () => {
  const service = await start();
  const response = await fetch(`${service.url}/cds-services`);
  expect(response.status).toBe(200);
  expect(await response.json()).toHaveProperty('services');
});

const errors: readonly [string, number, string, () => Partial<AppPorts>, unknown][] = [
  ['a body that is not JSON', 400, 'invalid', () => ({}), '{'],
  ['a malformed call', 400, 'invalid', () => ({}), {}],
  [
    'necessary data that are not there',
    412,
    'incomplete',
    () => ({
      answerHook: () => Promise.reject(new TrabeculaError('precondition-failed', 'prefetch patient')),
    }),
    patientViewBody,
  ],
  [
    'a store that is away',
    503,
    'transient',
    () => ({
      answerHook: () => Promise.reject(new TrabeculaError('store-unavailable', 'the store is away')),
    }),
    patientViewBody,
  ],
  [
    'a body above the limit',
    413,
    'too-long',
    () => ({ limits: { ...limits, requestBodyBytes: 100 } }),
    patientViewBody,
  ],
];

test.each(errors)('%s is %i with an OperationOutcome', async (_name, status, code, changes, body) => {
  const response = await call(await start(changes()), body);
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toContain('application/fhir+json');
  expect(await outcomeOf(response)).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code }] });
});

test('an unknown service, an unknown path and another content type have an OperationOutcome too', async () => {
  const service = await start();
  const unknown = `${service.url}/cds-services/other`;
  expect((await post(unknown, patientViewBody, await ehr.token(unknown))).status).toBe(404);
  const nowhere = await fetch(`${service.url}/nowhere`);
  expect(nowhere.status).toBe(404);
  expect((await outcomeOf(nowhere)).resourceType).toBe('OperationOutcome');
  expect((await call(service, 'x=1', { 'Content-Type': 'application/x-www-form-urlencoded' })).status).toBe(
    415,
  );
});

test('a bug is 500 with a trace id, and shows nothing of itself to the caller or the log', async () => {
  const service = await start({ answerHook: () => Promise.reject(new RangeError('Jane Doe 1950')) });
  const response = await call(service, patientViewBody);
  expect(response.status).toBe(500);
  const text = await response.text();
  expect(text).toContain(response.headers.get('x-trace-id') ?? 'no trace id');
  expect(text).toContain('internal error');
  expect(text + service.logLines.join()).not.toContain('Jane');
  expect(service.logLines.join()).toContain('RangeError');
});

test('a response that breaks the specification never leaves', async () => {
  const card = {
    uuid: 'not-a-uuid',
    summary: 'x',
    indicator: 'info' as const,
    source: { label: 'Trabecula' },
  };
  const service = await start({ answerHook: () => Promise.resolve({ cards: [card] }) });
  const response = await call(service, patientViewBody);
  expect(response.status).toBe(500);
  expect(service.logLines.join()).toContain('a card or suggestion has no UUID');
});

test('system actions go only to clients that are configured for them', async () => {
  const answer = {
    cards: [],
    systemActions: [{ type: 'delete' as const, description: 'x', resourceId: 'Task/1' }],
  };
  const answerHook = () => Promise.resolve(answer);
  expect((await call(await start({ answerHook }), patientViewBody)).status).toBe(500);
  const tenants = [tenantOf({ cdsClients: [cdsClientOf({ jwks: ehr.jwks, systemActions: true })] })];
  expect((await call(await start({ answerHook, tenants }), patientViewBody)).status).toBe(200);
});

test('a fhirServer of another tenant is 403 and the story is not told', async () => {
  const service = await start();
  const body = {
    ...patientViewBody,
    fhirServer: 'https://south.example.org/fhir',
    fhirAuthorization: { access_token: 'x', token_type: 'Bearer', scope: 'patient/*.read' },
  };
  const response = await call(service, body);
  expect(response.status).toBe(403);
  expect(service.calls).toEqual([]);
  const own = await call(service, { ...body, fhirServer: 'https://ehr.example.org/fhir/' });
  expect(own.status).toBe(200);
});

test('the log holds the route and the tenant, never a path, a token or a body', async () => {
  const service = await start();
  await call(service, { ...patientViewBody, context: { userId: 'Practitioner/77', patientId: 'jane-doe' } });
  await fetch(`${service.url}/cds-services/jane-doe?patient=jane-doe`);
  const log = service.logLines.join();
  expect(log).toContain('"tenant":"north"');
  expect(log).toContain('/cds-services/:id');
  expect(log).not.toContain('jane-doe');
  expect(log).not.toContain('eyJ');
});

test('a preflight is answered for registered origins only, and never with "*"', async () => {
  const service = await start();
  const preflight = (origin: string) =>
    fetch(`${service.url}${SERVICE_PATH}`, {
      method: 'OPTIONS',
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type',
      },
    });
  const good = await preflight(ORIGIN);
  expect(good.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  expect(good.headers.get('access-control-allow-headers')).toBe('authorization,content-type');
  expect((await preflight('https://evil.example.org')).headers.get('access-control-allow-origin')).toBeNull();
});

test("a browser's call from another tenant's origin is refused", async () => {
  const service = await start();
  expect((await call(service, patientViewBody, { Origin: ORIGIN })).status).toBe(200);
  const foreign = await call(service, patientViewBody, { Origin: 'https://south.example.org' });
  expect(foreign.status).toBe(403);
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
});

test('a client above its rate gets 429 with Retry-After, and another client none of it', async () => {
  const service = await start({ limits: { ...limits, hookCallsPerMinutePerClient: 2 } });
  expect((await call(service, patientViewBody)).status).toBe(200);
  expect((await call(service, patientViewBody)).status).toBe(200);
  const third = await call(service, patientViewBody);
  expect(third.status).toBe(429);
  expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
  const url = `${service.url}${SERVICE_PATH}`;
  expect((await post(url, patientViewBody, await elsewhere.token(url))).status).toBe(200);
});

test('an address that keeps failing to sign is slowed down before its tokens are looked at', async () => {
  const service = await start({ limits: { ...limits, anonymousRequestsPerMinute: 2 } });
  const url = `${service.url}${SERVICE_PATH}`;
  expect((await post(url, patientViewBody)).status).toBe(401);
  expect((await post(url, patientViewBody)).status).toBe(401);
  expect((await call(service, patientViewBody)).status).toBe(429);
});

test('above the bound a call is answered from the guideline, and far above it refused at once', async () => {
  const waiting: (() => void)[] = [];
  const loads: string[] = [];
  const service = await start({
    limits: { ...limits, concurrentHookCalls: 1 },
    answerHook: async ({ load }) => {
      loads.push(load);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return { cards: [] };
    },
  });
  const calls: Promise<Response>[] = [];
  for (let count = 1; count <= 4; count += 1) {
    calls.push(call(service, patientViewBody));
    while (waiting.length < count) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(loads).toEqual(['normal', 'overloaded', 'overloaded', 'overloaded']);
  const fifth = await call(service, patientViewBody);
  expect(fifth.status).toBe(503);
  expect(fifth.headers.get('retry-after')).toBe('1');
  waiting.forEach((resolve) => resolve());
  expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
});

test('a client that goes away aborts its call', async () => {
  let aborted: Promise<void> = Promise.resolve();
  const controller = new AbortController();
  const service = await start({
    answerHook: ({ signal }) => {
      aborted = new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
      controller.abort();
      return aborted.then(() => ({ cards: [] }));
    },
  });
  const url = `${service.url}${SERVICE_PATH}`;
  const headers = { Authorization: `Bearer ${await ehr.token(url)}`, 'Content-Type': 'application/json' };
  const body = JSON.stringify(patientViewBody);
  await expect(fetch(url, { method: 'POST', body, headers, signal: controller.signal })).rejects.toThrow();
  await aborted;
});

test('feedback is handed on for its service; cards that are not ours are 404', async () => {
  const reports: string[] = [];
  const feedback = {
    feedback: [{ card: HOOK_INSTANCE, outcome: 'overridden', outcomeTimestamp: '2026-11-28T10:00:00Z' }],
  };
  const send = async (service: TestService) => {
    const url = `${service.url}${SERVICE_PATH}/feedback`;
    return post(url, feedback, await ehr.token(url));
  };
  const good = await start({
    recordFeedback: ({ serviceId }) => {
      reports.push(serviceId);
      return Promise.resolve();
    },
  });
  expect((await send(good)).status).toBe(200);
  expect(reports).toEqual(['opportunistic-osteoporosis-screening']);
  const bad = await start({
    recordFeedback: () => Promise.reject(new TrabeculaError('not-found', 'feedback.0.card')),
  });
  expect((await send(bad)).status).toBe(404);
});

test('health tells live from ready and names what is not', async () => {
  const service = await start({
    readiness: () => Promise.resolve([{ name: 'store', ready: false, detail: 'cannot be reached' }]),
  });
  expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
  const ready = await fetch(`${service.url}/health/ready`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ checks: [{ name: 'store', ready: false }] });
});

test('a refused call is counted under its whole route, as an answered one is', async () => {
  const service = await start();
  await post(`${service.url}${SERVICE_PATH}`, patientViewBody);
  await fetch(`${service.url}/cds-services`);
  const routes = service.logLines.map((line) => (JSON.parse(line) as { route?: string }).route);
  expect(routes).toEqual(['/cds-services/:id', '/cds-services']);
});

test('metrics count requests by route, for callers on this machine only', async () => {
  const service = await start();
  await call(service, patientViewBody);
  const body = await (await fetch(`${service.url}/metrics`)).text();
  expect(body).toMatch(
    /trabecula_http_request_seconds_count\{method="POST",route="\/cds-services\/:id",status="200"\} 1/,
  );
  expect((await fetch(`${service.url}/metrics`, { headers: { 'X-Forwarded-For': '10.0.0.1' } })).status).toBe(
    403,
  );
});

test('the open mode serves the sandbox to this machine, loudly, and nobody else', async () => {
  const sandbox = tenantOf({ id: 'sandbox', openMode: true, sandbox: true });
  const service = await start({ tenants: [sandbox] });
  const url = `${service.url}${SERVICE_PATH}`;
  const response = await post(url, patientViewBody);
  expect(response.status).toBe(200);
  expect(response.headers.get('x-trabecula-open-mode')).toBe('sandbox');
  expect(service.logLines.join()).toContain('OPEN MODE');
  expect((await post(url, patientViewBody, undefined, { 'X-Forwarded-For': '10.0.0.1' })).status).toBe(401);
  await expect(start({ tenants: [tenantOf({ openMode: true, sandbox: false })] })).rejects.toThrow(TypeError);
});
