import { exportJWK, generateKeyPair } from 'jose';
import { serversAnswer } from '../../src/compose/servers-answer.ts';
import { openTenantAccess, type TenantAccess } from '../../src/compose/tenant-access.ts';
import type { Tenant } from '../../src/flow/tenant.ts';
import { startNumberedHospital, type NumberedHospital } from '../fakes/numbered-hospital.ts';
import { tenantOf } from '../fakes/tenant.ts';

let chart: NumberedHospital;
let archive: NumberedHospital;
let tenant: Tenant;
let access: TenantAccess;

beforeEach(async () => {
  chart = await startNumberedHospital('2026-09-01');
  archive = await startNumberedHospital('2026-09-01');
  const { privateKey } = await generateKeyPair('ES384', { extractable: true });
  tenant = tenantOf({
    fhirBaseUrl: `${chart.origin}/fhir`,
    imaging: {
      dicomWebUrl: `${archive.origin}/dicom-web`,
      fhirBaseUrl: undefined,
      authorization: { kind: 'none' },
    },
    backend: {
      clientId: 'service',
      tokenUrl: `${chart.origin}/token`,
      scopes: ['system/*.rs'],
      privateKey: await exportJWK(privateKey),
      algorithm: 'ES384',
    },
  });
  access = openTenantAccess(tenant, () => new Date());
});
afterEach(async () => {
  await access.close();
  await Promise.all([chart.close(), archive.close()]);
});

const asked = () =>
  serversAnswer({ tenantOf: () => tenant, accessOf: () => access })(tenant.id, new AbortController().signal);

test('EHR and archive answer', async () => expect(await asked()).toBe(true));

test('an archive that is away does not answer', async () => {
  await archive.close();
  expect(await asked()).toBe(false);
});

test('an EHR that is away does not answer', async () => {
  await chart.close();
  expect(await asked()).toBe(false);
});
