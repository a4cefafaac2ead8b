import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../fakes/free-port.ts';

export interface OrthancServer {
  readonly host: string;
  readonly baseUrl: string;
  readonly userName: string;
  readonly password: string;
  /** Stores one DICOM file by STOW-RS; the answer's HTTP status. */
  stow(bytes: Uint8Array): Promise<number>;
  /** Orthanc's own REST interface. */
  rest(method: string, path: string, body?: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

const userName = 'trabecula';
const password = 'loopback only';

/**
 * A real Orthanc (Debian: orthanc, orthanc-dicomweb) on a free port, with a password, without DICOM's own protocol,
 * refusing all but loopback, its files in a temporary folder. Throws when Orthanc is not installed: a test of a peer
 * that is not there has not passed.
 */
export async function startOrthanc(): Promise<OrthancServer> {
  const folder = await mkdtemp(join(tmpdir(), 'trabecula-orthanc-'));
  const port = await freePort();
  const settings = {
    Name: 'Peer',
    StorageDirectory: join(folder, 'storage'),
    IndexDirectory: join(folder, 'index'),
    Plugins: ['/usr/share/orthanc/plugins/libOrthancDicomWeb.so'],
    HttpPort: port,
    RemoteAccessAllowed: false,
    DicomServerEnabled: false,
    AuthenticationEnabled: true,
    RegisteredUsers: { [userName]: password },
    StableAge: 1,
    OverwriteInstances: true,
    DicomWeb: { Enable: true, Root: '/dicom-web/' },
  };
  const file = join(folder, 'orthanc.json');
  await writeFile(file, JSON.stringify(settings));
  const process = spawn('Orthanc', [file], { stdio: 'ignore' });
  const baseUrl = `http://127.0.0.1:${port}`;
  const authorization = `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`;
  await started(process, baseUrl, authorization);

  return {
    host: `127.0.0.1:${port}`,
    baseUrl,
    userName,
    password,
    stow: async (bytes) => {
      const body = Buffer.concat([
        Buffer.from('--stow\r\nContent-Type: application/dicom\r\n\r\n'),
        bytes,
        Buffer.from('\r\n--stow--\r\n'),
      ]);
      const contentType = 'multipart/related; type="application/dicom"; boundary=stow';
      const headers = { authorization, 'content-type': contentType, accept: 'application/dicom+json' };
      return (await fetch(`${baseUrl}/dicom-web/studies`, { method: 'POST', headers, body })).status;
    },
    rest: async (method, path, body) => {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(`${baseUrl}/${path}`, { method, headers: { authorization }, ...sent });
      if (!response.ok) throw new Error(`Orthanc answered ${response.status} to ${method} ${path}`);
      return response.json();
    },
    stop: async () => {
      process.kill('SIGTERM');
      if (process.exitCode === null) await once(process, 'exit');
      await rm(folder, { recursive: true });
    },
  };
}

/** Waits for the first answer. Rejects when the process cannot be started or ends. */
async function started(process: ChildProcess, baseUrl: string, authorization: string): Promise<void> {
  const failed = Promise.race([
    once(process, 'error').then(([cause]) => {
      throw new Error('Orthanc is not installed: apt-get install -y orthanc orthanc-dicomweb', { cause });
    }),
    once(process, 'exit').then(([code]) => {
      throw new Error(`Orthanc ended with ${String(code)} before it answered`);
    }),
  ]);
  failed.catch(() => undefined);
  for (let tries = 0; tries < 200; tries += 1) {
    const answered = await Promise.race([
      fetch(`${baseUrl}/system`, { headers: { authorization } }).then(
        ({ ok }) => ok,
        () => false,
      ),
      failed,
    ]);
    if (answered) return;
    await Promise.race([wait(100), failed]);
  }
  throw new Error('Orthanc did not answer within 20 s');
}
