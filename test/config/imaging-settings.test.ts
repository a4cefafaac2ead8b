import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkConfig } from '../../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'trabecula-imaging-'));
for (const name of ['client.pem', 'client.key', 'authority.pem'])
  writeFileSync(join(folder, name), `${name} text\n`);

function checked(imaging: Record<string, unknown>) {
  const path = join(folder, 'config.json');
  const tenant = {
    id: 'north',
    fhirBaseUrl: 'https://ehr.example.org/fhir',
    cdsClients: [{ issuer: 'https://ehr.example.org', jwksUrl: 'https://ehr.example.org/jwks' }],
    imaging: { dicomWebUrl: 'https://pacs.example.org/dicom-web', ...imaging },
  };
  writeFileSync(path, JSON.stringify({ tenants: [tenant] }));
  return checkConfig({ TRABECULA_CONFIG: path });
}

function imagingOf(given: Record<string, unknown>) {
  const check = checked(given);
  return check.kind === 'good' ? check.config.tenants[0]?.imaging : check.problems;
}

test('certificate, key and authority are read from their files', () => {
  const tls = { certificateFile: 'client.pem', privateKeyFile: 'client.key', authorityFile: 'authority.pem' };
  expect(imagingOf({ tls })).toMatchObject({
    tls: {
      certificatePem: 'client.pem text',
      privateKeyPem: 'client.key text',
      certificateAuthorityPem: 'authority.pem text',
    },
  });
});

test('arrivals by change feed or sweep, and the issuers', () => {
  const issuerSystems = { HOSP: 'https://hospital.example.org/mrn' };
  const arrivals = { kind: 'orthanc', url: 'https://pacs.example.org:8042' };
  expect(imagingOf({ arrivals, issuerSystems })).toMatchObject({ arrivals, issuerSystems });
  expect(imagingOf({ arrivals: { kind: 'sweep' } })).toMatchObject({
    arrivals: { kind: 'sweep', daysBack: 7 },
  });
});

test.each([
  ['a certificate without its key', { tls: { certificateFile: 'client.pem' } }, 'tls.privateKeyFile'],
  ['a file that is not there', { tls: { authorityFile: 'gone.pem' } }, 'tls.authorityFile'],
  ['a change feed without address', { arrivals: { kind: 'orthanc' } }, 'arrivals.url'],
  ['a sweep over more than 60 days', { arrivals: { kind: 'sweep', daysBack: 90 } }, 'arrivals.daysBack'],
])('%s is named', (_, given, setting) => {
  const check = checked(given);
  expect(check.kind === 'bad' && check.problems.map((problem) => problem.setting)).toEqual([
    `tenants[0].imaging.${setting}`,
  ]);
});
