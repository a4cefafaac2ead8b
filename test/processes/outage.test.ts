import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { patientIdOf } from '../fakes/numbered-films.ts';
import { imagingStudyOf } from '../fakes/numbered-hospital.ts';
import { signingClient, type SigningClient } from '../fakes/signing-client.ts';
import { post, SERVICE_PATH } from '../http/service.ts';
import { killAll, startProcess, trabecula } from './trabecula-process.ts';

/** `serve` as a site runs it, beside an EHR and an archive that are processes which die and come back. */
const studyDate = new Date(Date.now() - 60 * 86_400_000).toISOString().slice(0, 10);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trabecula-outage-'));
});
afterEach(killAll);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function startHospital(port: string) {
  const hospital = startProcess(join(import.meta.dirname, 'hospital-process.ts'), [studyDate, port]);
  const [, origin = ''] = await hospital.says(/hospital: (\S+)/);
  return { ...hospital, origin };
}

async function configFile(origin: string, ehr: SigningClient): Promise<string> {
  const { privateKey } = await generateKeyPair('ES384', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: 'service', alg: 'ES384' };
  await writeFile(join(folder, 'key.json'), JSON.stringify(key), { mode: 0o600 });
  const tenant = {
    id: 'north',
    fhirBaseUrl: `${origin}/fhir`,
    imaging: { dicomWebUrl: `${origin}/dicom-web` },
    cdsClients: [{ issuer: ehr.issuer, jwks: ehr.jwks }],
    backend: {
      clientId: 'service',
      tokenUrl: `${origin}/token`,
      scopes: ['system/*.rs'],
      privateKeyFile: 'key.json',
    },
  };
  const file = join(folder, 'config.json');
  await writeFile(file, JSON.stringify({ dataFolder: join(folder, 'data'), tenants: [tenant] }));
  return file;
}

const emptyBundle = { resourceType: 'Bundle', type: 'searchset', entry: [] };
const openChart = (number: number) => ({
  hook: 'patient-view',
  hookInstance: crypto.randomUUID(),
  context: { userId: 'Practitioner/1', patientId: patientIdOf(number) },
  prefetch: {
    patient: { resourceType: 'Patient', id: patientIdOf(number), gender: 'female', birthDate: '1955-01-01' },
    conditions: emptyBundle,
    imagingStudies: { ...emptyBundle, entry: [{ resource: imagingStudyOf(number, studyDate) }] },
  },
});

test('EHR and archive are killed: the chart’s hook is answered, and when they are back its film is assessed, by the same process', async () => {
  const ehr = await signingClient();
  const hospital = await startHospital('0');
  const config = await configFile(hospital.origin, ehr);
  const service = trabecula(['serve'], {
    TRABECULA_CONFIG: config,
    TRABECULA_PORT: '0',
    TRABECULA_WORKERS: '1',
  });
  const [, url = ''] = await service.says(/CDS service: (http:\S+)\/cds-services/);
  const call = async () => {
    const address = `${url}${SERVICE_PATH}`;
    return (await post(address, openChart(7), await ehr.token(address))).status;
  };
  /** Hook answers so far that found the film assessed. */
  const finished = async () => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    return Number(/trabecula_hook_answers_total\{[^}]*assessment="finished"\} (\d+)/.exec(metrics)?.[1] ?? 0);
  };

  hospital.child.kill('SIGKILL');
  await hospital.ended;
  expect(await call()).toBe(200);
  expect(await finished()).toBe(0);
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);

  await startHospital(new URL(hospital.origin).port);
  while ((await finished()) === 0) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await call()).toBe(200);
  }
  service.child.kill('SIGTERM');
  expect(await service.ended).toMatchObject({ code: 0 });
}, 300_000);
