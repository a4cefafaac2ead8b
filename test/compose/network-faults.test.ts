import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import pino from 'pino';
import { startService, type RunningService } from '../../src/compose/build-service.ts';
import { loadConfig } from '../../src/config.ts';
import type { CdsResponse } from '../../src/cds-hooks/protocol.ts';
import { FaultyLink, type LinkFault } from '../fakes/faulty-link.ts';
import { patientIdOf, studyUidOf } from '../fakes/numbered-films.ts';
import { imagingStudyOf, startNumberedHospital, type NumberedHospital } from '../fakes/numbered-hospital.ts';
import { signingClient, type SigningClient } from '../fakes/signing-client.ts';
import { cdsClientOf, tenantOf } from '../fakes/tenant.ts';
import { post, SERVICE_PATH } from '../http/service.ts';

/** The service of a site on its embedded store, with an EHR and an archive each behind a link that fails. */
const studyDate = new Date(Date.now() - 60 * 86_400_000).toISOString().slice(0, 10);
let folder: string;
let hospital: NumberedHospital;
let chartLink: FaultyLink;
let archiveLink: FaultyLink;
let ehr: SigningClient;
let service: RunningService;
let patients = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trabecula-links-'));
  hospital = await startNumberedHospital(studyDate);
  const port = Number(new URL(hospital.origin).port);
  chartLink = await FaultyLink.to(port);
  archiveLink = await FaultyLink.to(port);
  ehr = await signingClient();
  const { privateKey } = await generateKeyPair('ES384', { extractable: true });
  const tenant = tenantOf({
    fhirBaseUrl: `${chartLink.url}/fhir`,
    fhirServersAllowed: [`${chartLink.url}/fhir`],
    imaging: {
      dicomWebUrl: `${archiveLink.url}/dicom-web`,
      fhirBaseUrl: undefined,
      authorization: { kind: 'none' },
    },
    cdsClients: [cdsClientOf({ issuer: ehr.issuer, jwks: ehr.jwks })],
    backend: {
      clientId: 'service',
      tokenUrl: `${hospital.origin}/token`,
      scopes: ['system/*.rs'],
      privateKey: await exportJWK(privateKey),
      algorithm: 'ES384',
    },
    mode: 'research',
    research: { ethicsReference: 'simulated', expiresOn: '2999-12-31', users: ['Practitioner/1'] },
    sandbox: true,
    policy: { guidelineCards: true },
    pool: { name: 'Clinic', reference: undefined, dxaPerWeek: 10 },
  });
  const config = loadConfig({ TRABECULA_PORT: '0', TRABECULA_DATA_FOLDER: folder });
  service = await startService(
    { ...config, workers: 1, tenants: [tenant] },
    '0',
    pino({ level: 'silent' }),
    () => new Date(),
  );
}, 120_000);
afterAll(async () => {
  chartLink.fault = { kind: 'none' };
  archiveLink.fault = { kind: 'none' };
  await Promise.all([chartLink, archiveLink].map((link) => link.stop()));
  await service.close();
  await hospital.close();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const bundle = (resources: readonly object[]) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
});

/** A woman of 71 without a DXA on record and with a lumbar film: guideline screening is due, film or not. */
function openChart(number: number, more: object = {}) {
  const patient = {
    resourceType: 'Patient',
    id: patientIdOf(number),
    gender: 'female',
    birthDate: `${new Date().getUTCFullYear() - 71}-01-01`,
  };
  return {
    hook: 'patient-view',
    hookInstance: crypto.randomUUID(),
    context: { userId: 'Practitioner/1', patientId: patientIdOf(number) },
    prefetch: {
      patient,
      conditions: bundle([]),
      observations: bundle([]),
      procedures: bundle([]),
      reports: bundle([]),
      prescriptions: bundle([]),
      medicationStatements: bundle([]),
      doses: bundle([]),
      dispensings: bundle([]),
      orders: bundle([]),
      appointments: bundle([]),
      imagingStudies: bundle([imagingStudyOf(number, studyDate)]),
    },
    ...more,
  };
}

async function call(body: object): Promise<{ status: number; cards: CdsResponse['cards'] }> {
  const url = `${service.url}${SERVICE_PATH}`;
  const response = await post(url, body, await ehr.token(url));
  const answer = (await response.json()) as CdsResponse;
  return { status: response.status, cards: answer.cards ?? [] };
}

const FAULTS: readonly LinkFault[] = [
  { kind: 'drop' },
  { kind: 'refuse' },
  { kind: 'half-close' },
  { kind: 'garbage' },
  { kind: 'cut', afterBytes: 400 },
  { kind: 'throttle', bytesPerSecond: 2_000 },
  { kind: 'delay', delayMs: 60_000 },
];

describe.each([
  ['archive', () => archiveLink],
  ['EHR', () => chartLink],
] as const)('with the link to the %s', (_name, linkOf) => {
  afterEach(() => {
    linkOf().fault = { kind: 'none' };
    linkOf().reset();
  });

  test.each(FAULTS)('$kind: a hook is answered from the guideline, without the film', async (fault) => {
    linkOf().fault = fault;
    linkOf().reset();
    patients += 1;
    const { status, cards } = await call(openChart(patients));
    expect(status).toBe(200);
    expect(cards).toHaveLength(1);
    expect(JSON.stringify(cards)).toMatch(/guideline/i);
    expect(JSON.stringify(cards)).not.toMatch(/research model/i);
    expect(await service.parts.store.currentFor('north', patientIdOf(patients))).toEqual([]);
  });
});

test('an EHR that hangs while its chart is read for a call without prefetch is a 412, not a hanging call', async () => {
  chartLink.fault = { kind: 'drop' };
  chartLink.reset();
  const { prefetch: _, ...withoutPrefetch } = openChart(900);
  const { status } = await call({
    ...withoutPrefetch,
    fhirServer: `${chartLink.url}/fhir`,
    fhirAuthorization: {
      access_token: 'token',
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'patient/*.rs',
      subject: 'service',
      patient: patientIdOf(900),
    },
  });
  expect(status).toBe(412);
  chartLink.fault = { kind: 'none' };
  chartLink.reset();
}, 60_000);

test('when the links are back, a film that failed is assessed without a restart', async () => {
  const number = 950;
  archiveLink.fault = { kind: 'refuse' };
  archiveLink.reset();
  await call(openChart(number));
  archiveLink.fault = { kind: 'none' };
  const assessed = async () => service.parts.store.currentFor('north', patientIdOf(number));
  while ((await assessed()).length === 0) await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await assessed()).toMatchObject([
    { studyInstanceUid: studyUidOf(number), evidence: { kind: 'available' } },
  ]);
}, 120_000);
