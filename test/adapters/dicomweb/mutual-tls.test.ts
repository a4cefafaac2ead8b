import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ArchiveTls } from '../../../src/adapters/dicomweb/archive-access.ts';
import { openDicomwebArchive } from '../../../src/adapters/dicomweb/dicomweb-archive.ts';

const pem = (name: string) => readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8');
const certificateAuthorityPem = pem('authority.pem');
const ours = { certificatePem: pem('client.pem'), privateKeyPem: pem('client.key.pem') };
let server: Server;

beforeAll(async () => {
  server = createServer(
    {
      cert: pem('archive.pem'),
      key: pem('archive.key.pem'),
      ca: certificateAuthorityPem,
      requestCert: true,
      rejectUnauthorized: true,
    },
    (request, response) => {
      const { subject } = (request.socket as TLSSocket).getPeerCertificate();
      response.end(
        JSON.stringify([
          { '0020000D': { vr: 'UI', Value: ['1.2.3'] }, '00080050': { vr: 'SH', Value: [subject.CN] } },
        ]),
      );
    },
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

async function search(tls: ArchiveTls) {
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const archive = openDicomwebArchive({
    baseUrl: `https://${host}`,
    allowedHosts: [host],
    authorization: { kind: 'none' },
    tls,
    limits: { retryDelaysMs: [] },
  });
  try {
    return await archive.findStudies(
      { by: 'study-uid', studyInstanceUid: '1.2.3' },
      AbortSignal.timeout(10_000),
    );
  } finally {
    await archive.close();
  }
}

test('the archive sees our certificate', async () => {
  expect(await search({ ...ours, certificateAuthorityPem })).toMatchObject([{ accessionNumber: 'client' }]);
});

test.each([
  ['we have no certificate', { certificateAuthorityPem }],
  ['the authority of the archive is not ours', ours],
])('nothing is read when %s', async (_, tls) => {
  await expect(search(tls)).rejects.toMatchObject({ code: 'upstream-unavailable' });
});
