import type { Provenance, RiskAssessment } from '@medplum/fhirtypes';
import { labelled } from '../../../src/fhir/print/resource-labels.ts';
import type { AppView } from '../../../src/flow/app-view.ts';
import { authorize, exchangeCode } from '../../sandbox/ehr/running-sandbox.ts';
import { p01Assessment } from './p01-assessment.ts';
import { runApp, type RunningApp } from './running-app.ts';

let app: RunningApp;

beforeAll(async () => {
  app = await runApp();
});

afterAll(() => app.close());

async function tokenFor(patientId: string, running = app, scope = 'launch patient/*.rs'): Promise<string> {
  const redirectUri = `${running.url}/app/`;
  const launch = running.sandbox.launches.open({
    patientId,
    encounterId: undefined,
    appContext: undefined,
    userId: 'dr-sandbox',
    needsPatientBanner: true,
  });
  const { redirectedTo } = await authorize(running.sandbox, {
    scope,
    launch,
    redirect_uri: redirectUri,
  });
  const code = redirectedTo?.searchParams.get('code') ?? '';
  const { body } = await exchangeCode(running.sandbox, code, undefined, undefined, redirectUri);
  return String(body['access_token']);
}

function ask(
  path: string,
  token: string,
  patientId: string,
  body?: object,
  running = app,
): Promise<Response> {
  return fetch(`${running.url}/app/api/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'x-fhir-server': running.sandbox.addresses.fhirBaseUrl,
      'x-fhir-patient': patientId,
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

test('the view is of the token’s patient: result, advice, order, time line and tools', async () => {
  const response = await ask('view', await tokenFor('P01'), 'P01');
  const view = (await response.json()) as AppView;
  expect(view.patient).toMatchObject({ id: 'P01', name: 'Ada Sandhill', sex: 'female', recordNumber: 'P01' });
  expect(view.result).toMatchObject({ kind: 'assessed', evidence: { outcome: 'flagged' } });
  expect(view.decision.reasonCode).toBe('ai-woman-65');
  expect(view.draftedOrder).toMatchObject({
    status: 'draft',
    intent: 'proposal',
    subject: { reference: 'Patient/P01' },
  });
  expect(view.timeLine).toContainEqual(expect.objectContaining({ kind: 'film', on: '2026-09-01' }));
  // 62.8 kg as the chart holds it.
  expect(view.tools).toMatchObject({ ageYears: 72, weightKg: 62.8 });
  expect(view.filmReport).toEqual({
    on: '2026-09-01',
    text: 'Moderate degenerative change at L4-L5. No acute fracture.',
  });
  expect(view.record.written).toEqual(['RiskAssessment/ra1']);
  expect(app.audited).toContainEqual(
    expect.objectContaining({ action: 'app-read', actor: 'Practitioner/dr-sandbox', subject: 'Patient/P01' }),
  );
});

test('a patient without a film gets the reason, and the guideline answer all the same', async () => {
  const view = (await (await ask('view', await tokenFor('P19'), 'P19')).json()) as AppView;
  expect(view.result).toMatchObject({ kind: 'not-assessed', refusal: { reason: 'no-lumbar-study' } });
  expect(view.decision.guideline[0]?.text).toContain('USPSTF');
});

test('a T-score on record stands in the time line', async () => {
  const view = (await (await ask('view', await tokenFor('P09'), 'P09')).json()) as AppView;
  expect(view.timeLine.filter(({ kind }) => kind === 'dxa')).toHaveLength(3);
});

test.each([
  ['another patient than the token’s', async () => ask('view', await tokenFor('P01'), 'P02')],
  ['a made-up token', async () => ask('view', 'made-up', 'P01')],
  ['the frame of another patient', async () => ask('films/2.25.1003/frame', await tokenFor('P02'), 'P02')],
  ['the film of another patient', async () => ask('films/2.25.1003/picture', await tokenFor('P02'), 'P02')],
])('%s is refused', async (_claim, call) => {
  expect([401, 404]).toContain((await call()).status);
});

test('a token of an EHR that is not registered is sent nowhere', async () => {
  const response = await fetch(`${app.url}/app/api/view`, {
    headers: {
      authorization: 'Bearer x',
      'x-fhir-server': 'https://evil.example/fhir',
      'x-fhir-patient': 'P01',
    },
  });
  expect(response.status).toBe(401);
});

test('without introspection a token is proven by use, and stays with the patient it first proved', async () => {
  const running = await runApp({ backend: undefined });
  try {
    const token = await tokenFor('P01', running);
    expect((await ask('view', token, 'P01', undefined, running)).status).toBe(200);
    expect((await ask('view', token, 'P02', undefined, running)).status).toBe(401);
    const foreign = await tokenFor('P02', running);
    expect((await ask('view', foreign, 'P01', undefined, running)).status).toBe(401);
  } finally {
    await running.close();
  }
});

test('pictures: the film, and its layer in the same size', async () => {
  const token = await tokenFor('P01');
  const picture = await ask('films/2.25.1003/picture', token, 'P01');
  const layer = await ask('films/2.25.1003/attention', token, 'P01');
  expect(picture.headers.get('content-type')).toBe('image/png');
  expect(picture.headers.get('cache-control')).toBe('no-store');
  expect(layer.status).toBe(200);
});

test('a frame: the film’s values with size and window, nothing else of the header, and audited', async () => {
  app.audited.length = 0;
  const response = await ask('films/2.25.1003/frame', await tokenFor('P01'), 'P01');
  expect(JSON.parse(response.headers.get('x-film-frame') ?? '')).toEqual({
    rows: 400,
    columns: 300,
    black: 1000,
    white: 2000,
  });
  const wire = new DataView(await response.arrayBuffer());
  expect(wire.byteLength).toBe(2 * 300 * 400);
  // Column 299 holds 2990, little-endian.
  expect(wire.getUint16(2 * 299, true)).toBe(2990);
  expect(response.headers.get('content-encoding')).toBe('gzip');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(app.audited).toEqual([
    expect.objectContaining({
      action: 'image-read',
      actor: 'Practitioner/dr-sandbox',
      subject: 'Patient/P01',
      object: '2.25.1003',
    }),
  ]);
});

test('tools are computed on what is typed in, and say what is missing', async () => {
  // OST: trunc((50 - 60) / 5) = -2, under the cut of 2. ORAI and OSIRIS need oestrogen.
  const response = await ask('tools', await tokenFor('P01'), 'P01', { ageYears: 60, weightKg: 50 });
  const { scores } = (await response.json()) as { scores: object[] };
  expect(scores).toMatchObject([
    { tool: 'ost', value: -2, positive: true },
    { tool: 'orai', missing: ['oestrogen'] },
    { tool: 'osiris', missing: ['oestrogen', 'prior-fracture'] },
  ]);
});

test('the record that names no oestrogen and no fracture is taken as no, and each result that rests on it says so', async () => {
  const token = await tokenFor('P01');
  const { tools, decision } = (await (await ask('view', token, 'P01')).json()) as AppView;
  expect(tools).toMatchObject({
    oestrogen: false,
    lowImpactFracture: false,
    assumedNo: ['oestrogen', 'prior-fracture'],
  });
  expect(decision.reasonCode).toBe('ai-woman-65');
  const { scores } = (await (await ask('tools', token, 'P01', tools)).json()) as { scores: object[] };
  expect(scores).toMatchObject([
    { tool: 'ost', assumedNo: [] },
    { tool: 'orai', missing: [], assumedNo: ['oestrogen'] },
    { tool: 'osiris', missing: [], assumedNo: ['oestrogen', 'prior-fracture'] },
  ]);
});

test('an answer given without a card gets one of its own; with the card of another patient too', async () => {
  const token = await tokenFor('P01');
  app.issued.push({ ...issuedFor('P02'), cardUuid: 'card-of-p02' });
  const body = { kind: 'set-aside', reasonCode: 'patient-refuses', cardUuid: 'card-of-p02' };
  expect((await ask('answers', token, 'P01', body)).status).toBe(204);
  const own = app.issued.at(-1);
  expect(own).toMatchObject({ patientId: 'P01', hook: 'app', channel: 'ai', reasonCode: 'ai-woman-65' });
  expect(app.feedback.at(-1)).toMatchObject({
    cardUuid: own?.cardUuid,
    outcome: 'overridden',
    overrideReasonCode: 'patient-refuses',
  });
});

test('an answer with a reason that no card offers is refused', async () => {
  const body = { kind: 'set-aside', reasonCode: 'made-up' };
  expect((await ask('answers', await tokenFor('P01'), 'P01', body)).status).toBe(400);
});

test('an answer to the card that the app was opened from is feedback on that card', async () => {
  app.issued.push({ ...issuedFor('P01'), cardUuid: 'card-of-p01' });
  await ask('answers', await tokenFor('P01'), 'P01', { kind: 'ordered', cardUuid: 'card-of-p01' });
  expect(app.feedback.at(-1)).toMatchObject({ cardUuid: 'card-of-p01', outcome: 'accepted' });
});

const issuedFor = (patientId: string) => ({
  tenantId: 'sandbox',
  cardUuid: '',
  serviceId: 'opportunistic-osteoporosis-screening',
  hook: 'patient-view',
  hookInstance: 'h',
  patientId,
  userId: 'Practitioner/dr-sandbox',
  reasonCode: 'ai-woman-65',
  channel: 'ai' as const,
  assessmentKey: p01Assessment.assessmentKey,
  modelVersions: [],
  suggestionUuids: [],
  issuedAt: new Date(),
});

describe('a written result', () => {
  const MAY_REVIEW = 'launch patient/*.rs patient/RiskAssessment.u patient/Provenance.c';
  const review = { assessmentKey: p01Assessment.assessmentKey };
  const written = () => app.sandbox.repository.readResource<RiskAssessment>('RiskAssessment', 'ra1');
  const reviewOf = async (token: string): Promise<unknown> =>
    ((await (await ask('view', token, 'P01')).json()) as AppView).record.review;

  beforeEach(async () => {
    await app.sandbox.repository.updateResource<RiskAssessment>({
      resourceType: 'RiskAssessment',
      id: 'ra1',
      meta: labelled('https://example.org/profile', false),
      status: 'preliminary',
      subject: { reference: 'Patient/P01' },
    });
  });

  test('waits for a user whose token may review it, and tells any other that it may not', async () => {
    expect(await reviewOf(await tokenFor('P01', app, MAY_REVIEW))).toBe('waiting');
    expect(await reviewOf(await tokenFor('P01'))).toBe('not-permitted');
  });

  test('is final and shown to the patient after the review, with the reviewer in a Provenance and the audit', async () => {
    const token = await tokenFor('P01', app, MAY_REVIEW);
    app.audited.length = 0;
    const response = await ask('reviews', token, 'P01', review);
    expect(await response.json()).toEqual({ review: 'reviewed' });
    const result = await written();
    expect(result.status).toBe('final');
    expect(result.meta?.security?.map(({ code }) => code)).toEqual(['AIAST']);
    const provenances = await app.sandbox.repository.searchResources<Provenance>({
      resourceType: 'Provenance',
    });
    expect(provenances.filter(({ target }) => target[0]?.reference === 'RiskAssessment/ra1')).toMatchObject([
      { agent: [{ who: { reference: 'Practitioner/dr-sandbox' } }] },
    ]);
    expect(app.audited).toContainEqual(
      expect.objectContaining({
        action: 'record-write',
        actor: 'Practitioner/dr-sandbox',
        object: 'RiskAssessment/ra1',
      }),
    );
    expect(await reviewOf(token)).toBe('reviewed');
  });

  test('is not touched by a token that may not review it', async () => {
    const response = await ask('reviews', await tokenFor('P01'), 'P01', review);
    expect(response.status).toBe(403);
    expect((await written()).status).toBe('preliminary');
  });

  test('of a patient who has refused films since is neither shown nor reviewed', async () => {
    const token = await tokenFor('P01', app, MAY_REVIEW);
    app.optedOut.add('P01');
    try {
      expect(await reviewOf(token)).toBe('nothing-to-review');
      expect((await ask('reviews', token, 'P01', review)).status).toBe(403);
    } finally {
      app.optedOut.clear();
    }
    expect((await written()).status).toBe('preliminary');
  });

  test('of another patient is not there', async () => {
    const response = await ask('reviews', await tokenFor('P02', app, MAY_REVIEW), 'P02', review);
    expect(response.status).toBe(404);
  });
});

test('pages of the app: strict policy with a fresh nonce, frames of the EHR only', async () => {
  const [first, second] = await Promise.all([fetch(`${app.url}/app/`), fetch(`${app.url}/app/`)]);
  const policy = first.headers.get('content-security-policy') ?? '';
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
  expect(policy).toContain(`frame-ancestors 'self' ${new URL(app.sandbox.addresses.pages).origin}`);
  expect(policy).not.toContain('unsafe-inline');
  expect(await first.text()).toContain(`content="${nonce}"`);
  expect(second.headers.get('content-security-policy')).not.toBe(policy);
  expect(first.headers.get('set-cookie')).toBeNull();
});
