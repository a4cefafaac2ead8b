import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import type { SandboxFailure } from '../../../src/sandbox/ehr/smart/failures.ts';
import { SANDBOX_CLIENTS } from '../../../src/sandbox/ehr/smart/registered-clients.ts';
import {
  authorize,
  clientAssertion,
  exchangeCode,
  fhir,
  runSandbox,
  VERIFIER,
  type Authorized,
  type RunningSandbox,
} from './running-sandbox.ts';

let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await runSandbox();
});

afterEach(() => {
  sandbox.failures.set(undefined);
});

afterAll(() => sandbox.close());

const SCOPE = 'openid fhirUser launch offline_access patient/*.rs';

const openLaunch = (patientId = 'P01'): string =>
  sandbox.launches.open({
    patientId,
    encounterId: `${patientId}-encounter-1`,
    appContext: '{"assessment":"abc"}',
    userId: 'dr-sandbox',
    needsPatientBanner: true,
  });

const codeOf = ({ redirectedTo }: Authorized): string => redirectedTo?.searchParams.get('code') ?? '';

async function launchToken(scope = SCOPE, patientId = 'P01') {
  const authorized = await authorize(sandbox, { scope, launch: openLaunch(patientId) });
  expect(authorized.redirectedTo?.searchParams.get('state')).toBe('state-of-the-app');
  return (await exchangeCode(sandbox, codeOf(authorized))).body;
}

test('an EHR launch gives the token its patient, encounter and the context of the card', async () => {
  const token = await launchToken();
  expect(token).toMatchObject({
    token_type: 'Bearer',
    patient: 'P01',
    encounter: 'P01-encounter-1',
    appContext: '{"assessment":"abc"}',
    need_patient_banner: true,
    smart_style_url: `${sandbox.addresses.pages}/smart-style.json`,
    scope: SCOPE,
  });
});

test('the id token is signed by the published keys and names the user', async () => {
  const token = await launchToken();
  const keys = (await (await fetch(`${sandbox.addresses.issuer}/jwks`)).json()) as JSONWebKeySet;
  const { payload } = await jwtVerify(String(token['id_token']), createLocalJWKSet(keys), {
    issuer: sandbox.addresses.issuer,
    audience: SANDBOX_CLIENTS.app,
  });
  expect(payload['fhirUser']).toBe(`${sandbox.addresses.fhirBaseUrl}/Practitioner/dr-sandbox`);
});

test('two launches of one user stay apart: each token reads its own patient only', async () => {
  const first = await launchToken(SCOPE, 'P01');
  const second = await launchToken(SCOPE, 'P02');
  for (const [token, own, other] of [
    [first, 'P01', 'P02'],
    [second, 'P02', 'P01'],
  ] as const) {
    const bearer = String(token['access_token']);
    expect((await fhir(sandbox, `Patient/${own}`, bearer)).status).toBe(200);
    expect((await fhir(sandbox, `Patient/${other}`, bearer)).status).toBe(404);
    const found = (await (await fhir(sandbox, 'Condition', bearer)).json()) as {
      entry?: { resource: { subject: { reference: string } } }[];
    };
    const subjects = new Set(found.entry?.map(({ resource }) => resource.subject.reference));
    expect([...subjects]).toEqual([`Patient/${own}`]);
  }
});

test('a standalone launch asks for the patient', async () => {
  const authorized = await authorize(sandbox, { scope: 'launch/patient patient/*.rs' }, (url) => ({
    url,
    body: new URLSearchParams({ patient: 'P05', decision: 'allow' }),
  }));
  expect((await exchangeCode(sandbox, codeOf(authorized))).body['patient']).toBe('P05');
});

test('staff sign in with a role, and get no record scope with it', async () => {
  const authorized = await authorize(
    sandbox,
    { scope: 'openid profile roles user/*.rs', client_id: SANDBOX_CLIENTS.staff, aud: '' },
    (url) => ({ url, body: new URLSearchParams({ role: 'population' }) }),
  );
  const { body } = await exchangeCode(sandbox, codeOf(authorized), VERIFIER, SANDBOX_CLIENTS.staff);
  expect(decodeJwt(String(body['id_token']))).toMatchObject({
    sub: 'staff-population',
    name: 'Pat Penrose',
    roles: ['population'],
  });
  expect(body['scope']).toBe('openid profile roles');
});

test('scopes of SMART version 1 are granted too', async () => {
  const token = await launchToken('launch patient/*.read');
  expect((await fhir(sandbox, 'Patient/P01', String(token['access_token']))).status).toBe(200);
});

test('no system scope reaches a user', async () => {
  const token = await launchToken('launch patient/*.rs system/*.cruds');
  expect(token['scope']).toBe('launch patient/*.rs');
});

test('a refresh token keeps the patient', async () => {
  const token = await launchToken();
  const response = await fetch(sandbox.addresses.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: String(token['refresh_token']),
      client_id: SANDBOX_CLIENTS.app,
    }),
  });
  expect(await response.json()).toMatchObject({ patient: 'P01', access_token: expect.any(String) });
});

test.each([
  ['another audience', { aud: 'https://elsewhere.example/fhir' }],
  ['no audience', { aud: '' }],
])('%s is refused before any login', async (_claim, parameters) => {
  const authorized = await authorize(sandbox, { scope: SCOPE, launch: openLaunch(), ...parameters });
  expect(authorized).toEqual({ status: 400, redirectedTo: undefined });
});

test('a request without PKCE is refused', async () => {
  const { redirectedTo } = await authorize(sandbox, {
    scope: SCOPE,
    launch: openLaunch(),
    code_challenge: '',
    code_challenge_method: '',
  });
  expect(redirectedTo?.searchParams.get('error')).toBe('invalid_request');
});

test('a code is worth nothing without its verifier', async () => {
  const authorized = await authorize(sandbox, { scope: SCOPE, launch: openLaunch() });
  const answer = await exchangeCode(sandbox, codeOf(authorized), `${'x'.repeat(50)}`);
  expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});

test('a launch that the EHR did not open is refused', async () => {
  const { redirectedTo } = await authorize(sandbox, { scope: SCOPE, launch: 'made-up' });
  expect(redirectedTo?.searchParams.get('error')).toBe('invalid_request');
});

test('the service introspects a token and learns its patient; a public client may not', async () => {
  const token = String((await launchToken())['access_token']);
  const asService = await fetch(sandbox.addresses.introspectionUrl, {
    method: 'POST',
    body: new URLSearchParams({
      token,
      client_id: SANDBOX_CLIENTS.service,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await clientAssertion(sandbox),
    }),
  });
  expect(await asService.json()).toMatchObject({ active: true, patient: 'P01', sub: 'dr-sandbox' });
  const asApp = await fetch(sandbox.addresses.introspectionUrl, {
    method: 'POST',
    body: new URLSearchParams({ token, client_id: SANDBOX_CLIENTS.app }),
  });
  expect(await asApp.json()).toEqual({ active: false });
});

test.each<[SandboxFailure, (authorized: Authorized) => unknown, unknown]>([
  [
    'wrong-state',
    ({ redirectedTo }) => redirectedTo?.searchParams.get('state'),
    'not-the-state-that-was-sent',
  ],
  [
    'wrong-audience',
    ({ redirectedTo }) => redirectedTo?.searchParams.get('error_description'),
    'Invalid aud parameter',
  ],
  ['access-denied', ({ redirectedTo }) => redirectedTo?.searchParams.get('error'), 'access_denied'],
])('failure on demand: %s', async (failure, read, expected) => {
  sandbox.failures.set(failure);
  expect(read(await authorize(sandbox, { scope: SCOPE, launch: openLaunch() }))).toBe(expected);
});

test('failure on demand: insufficient-scope leaves the context scopes alone', async () => {
  sandbox.failures.set('insufficient-scope');
  expect((await launchToken())['scope']).toBe('openid fhirUser launch offline_access');
});

test('failure on demand: expired-token refuses the token at the FHIR server', async () => {
  const token = String((await launchToken())['access_token']);
  sandbox.failures.set('expired-token');
  expect((await fhir(sandbox, 'Patient/P01', token)).status).toBe(401);
});

test('failure on demand: token-endpoint-down', async () => {
  const authorized = await authorize(sandbox, { scope: SCOPE, launch: openLaunch() });
  sandbox.failures.set('token-endpoint-down');
  const response = await fetch(sandbox.addresses.tokenUrl, { method: 'POST', body: codeOf(authorized) });
  expect(response.status).toBe(503);
});
