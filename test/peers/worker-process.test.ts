import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { exportJWK, generateKeyPair } from 'jose';
import { startChild } from '../../proofs/soak/child.ts';
import { patientIdOf, studyUidOf } from '../fakes/numbered-films.ts';
import { statement, type Database } from '../../src/adapters/store/database.ts';
import { openDatabase } from '../../src/adapters/store/open-database.ts';
import { screeningLedger } from '../../src/adapters/store/screening-ledger.ts';
import { signingClient } from '../fakes/signing-client.ts';
import { startPostgres, type PostgresServer } from './postgres-harness.ts';

const main = join(import.meta.dirname, '../../src/main.ts');
const studies = 6;

let folder: string;
let server: PostgresServer;
let database: Database;
let databaseUrl: string;
let hospital: Awaited<ReturnType<typeof startChild>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trabecula-worker-'));
  server = startPostgres();
  databaseUrl = server.newDatabase();
  hospital = await startChild('soak/hospital.ts', '2026-09-01');
  await writeConfig((hospital.said as { origin: string }).origin);
  database = await openDatabase({ kind: 'postgresql', databaseUrl });
  const run = { tenantId: 'north', runId: 'run', cohort: 'six', state: 'running', askedBy: 'test' } as const;
  await screeningLedger(database).plan(
    { ...run, createdAt: new Date() },
    Array.from({ length: studies }, (_, number) => ({
      patientId: patientIdOf(number),
      studyInstanceUid: studyUidOf(number),
    })),
  );
}, 60_000);
afterAll(async () => {
  await database.close();
  hospital.process.kill('SIGKILL');
  server.stop();
  rmSync(folder, { recursive: true });
});

/** A site's configuration as a file: silent, with its own credentials. */
async function writeConfig(origin: string): Promise<void> {
  const { privateKey } = await generateKeyPair('ES384', { extractable: true });
  writeFileSync(join(folder, 'key.json'), JSON.stringify({ ...(await exportJWK(privateKey)), kid: 'one' }));
  const { issuer, jwks } = await signingClient();
  const tenant = {
    id: 'north',
    fhirBaseUrl: `${origin}/fhir`,
    imaging: { dicomWebUrl: `${origin}/dicom-web` },
    cdsClients: [{ issuer, jwks }],
    backend: {
      clientId: 'trabecula',
      tokenUrl: `${origin}/token`,
      scopes: ['system/*.rs'],
      privateKeyFile: 'key.json',
    },
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ tenants: [tenant], workers: 1 }));
}

/** `trabecula worker` as a process of its own; resolves when it says that it runs. */
async function startWorker(): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [main, 'worker'], {
    env: {
      PATH: process.env['PATH'],
      TRABECULA_CONFIG: join(folder, 'config.json'),
      TRABECULA_DATA_FOLDER: join(folder, 'data'),
      TRABECULA_LOG_LEVEL: 'warn',
      DATABASE_URL: databaseUrl,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  worker.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await until(() => Promise.resolve(said.includes('Worker is running.') || worker.exitCode !== null));
  if (worker.exitCode !== null) throw new Error(`the worker did not start: ${said}`);
  return worker;
}

const items = () =>
  database.query<{
    state: string;
    reason: string | null;
    leased: boolean;
    lost_leases: number;
    attempts: number;
  }>(
    statement(
      'test.items',
      'SELECT state, reason, leased, lost_leases, attempts FROM trabecula.screening_item',
    ),
  );
const finished = async () => (await items()).filter(({ state }) => state !== 'waiting').length;
const until = async (isSo: () => Promise<boolean>) => {
  while (!(await isSo())) await sleep(100);
};

test('a worker takes studies, and on SIGTERM ends in order without a lease or a try left behind', async () => {
  const worker = await startWorker();
  await until(async () => (await finished()) > 0);
  const ended = once(worker, 'exit');
  worker.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  const left = await items();
  expect(left).toHaveLength(studies);
  expect(left.filter(({ leased, attempts }) => leased || attempts > 0)).toEqual([]);
}, 120_000);

test('the study of a worker that was killed is taken over when its lease is over, and every study has one result', async () => {
  // Put everything to waiting again, so that the second worker has a study in hand whatever the first one did.
  await database.script("UPDATE trabecula.screening_item SET state = 'waiting', due_at = now()");
  const worker = await startWorker();
  await until(async () => (await items()).some(({ leased }) => leased));
  const ended = once(worker, 'exit');
  worker.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect((await items()).filter(({ leased }) => leased)).toHaveLength(1);

  // A quarter of an hour later.
  await database.script(
    "UPDATE trabecula.screening_item SET due_at = due_at - interval '15 minutes' WHERE leased",
  );
  const next = await startWorker();
  await until(async () => (await finished()) === studies);
  const nextEnded = once(next, 'exit');
  next.kill('SIGTERM');
  expect(await nextEnded).toEqual([0, null]);
  const after = await items();
  expect(after.map(({ state, reason }) => [state, reason])).toEqual(
    Array.from({ length: studies }, () => ['scored', null]),
  );
  expect(after.map(({ lost_leases }) => lost_leases).sort()).toEqual([0, 0, 0, 0, 0, 1]);
  const results = await database.query(
    statement(
      'test.results',
      'SELECT study_instance_uid, count(*)::int AS results FROM trabecula.assessment GROUP BY 1 ORDER BY 1',
    ),
  );
  expect(results).toEqual(
    Array.from({ length: studies }, (_, number) => ({ study_instance_uid: studyUidOf(number), results: 1 })),
  );
}, 180_000);
