import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { freePort } from '../fakes/free-port.ts';

const SERVER = join(import.meta.dirname, 'server');
/** Some 300 MB of jars on a machine that has none of them. */
const DOWNLOAD_LIMIT_MS = 150_000;
const START_LIMIT_MS = 120_000;

export interface HapiServer {
  readonly baseUrl: string;
  /** Stores a resource under its own id, in a request of the test's own. */
  put(resource: Resource): Promise<void>;
  /** DELETE of one resource. */
  remove(reference: string): Promise<void>;
  /** All resources of a type about one patient, newest state, in one page of the test's own. */
  all<T extends Resource>(type: T['resourceType'], query: string): Promise<T[]>;
  /** POST of a resource to an operation or type; the answer's status and body. */
  post(path: string, resource: Resource): Promise<{ readonly status: number; readonly body: unknown }>;
  stop(): Promise<void>;
}

/**
 * The jars of the server: from Maven's own store when it has them all, which spares asking Maven Central about each; else
 * fetched into it.
 */
function fetchJars(folder: string): string {
  const file = join(folder, 'classpath');
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath';
  const resolve = (...more: string[]) =>
    execFileSync(
      'mvn',
      ['-B', '-ntp', '-q', ...more, '-f', join(SERVER, 'pom.xml'), goal, `-Dmdep.outputFile=${file}`],
      { timeout: DOWNLOAD_LIMIT_MS, stdio: ['ignore', 'ignore', 'inherit'] },
    );
  try {
    resolve('--offline');
  } catch {
    resolve();
  }
  return readFileSync(file, 'utf8').trim();
}

/** Waits for the CapabilityStatement. Rejects when the server ends first or takes too long. */
async function started(server: ChildProcess, baseUrl: string, log: string): Promise<void> {
  const until = Date.now() + START_LIMIT_MS;
  while (Date.now() < until) {
    if (server.exitCode !== null) break;
    const answered = await fetch(`${baseUrl}/metadata`, { signal: AbortSignal.timeout(30_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return;
    await wait(500);
  }
  const end = readFileSync(log, 'utf8').slice(-4000);
  throw new Error(`HAPI did not start within ${START_LIMIT_MS / 1000} s or ended:\n${end}`);
}

/** A HAPI FHIR R4 JPA server on a free port of 127.0.0.1, its H2 database in memory. */
export async function startHapi(): Promise<HapiServer> {
  const folder = mkdtempSync(join(tmpdir(), 'trabecula-hapi-'));
  const [jars, port] = [fetchJars(folder), await freePort()];
  const log = join(folder, 'log');
  const out = openSync(log, 'w');
  const quickStart = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx1500m'];
  const main = join(SERVER, 'HapiServer.java');
  const server = spawn('java', [...quickStart, '-cp', jars, main, String(port)], {
    // Its input ends with this process, and it ends with its input.
    stdio: ['pipe', out, out],
  });
  closeSync(out);
  const stop = async () => {
    if (server.exitCode === null && server.kill('SIGKILL')) await once(server, 'exit');
    rmSync(folder, { recursive: true, force: true });
  };
  const baseUrl = `http://127.0.0.1:${port}/fhir`;
  try {
    await started(server, baseUrl, log);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...requests(baseUrl), baseUrl, stop };
}

/** Requests of the tests themselves, apart from the client under test. */
function requests(baseUrl: string): Omit<HapiServer, 'baseUrl' | 'stop'> {
  const send = async (method: string, path: string, resource?: Resource) => {
    const response = await fetch(`${baseUrl}/${path}`, {
      method,
      headers: { 'content-type': 'application/fhir+json', 'cache-control': 'no-cache' },
      ...(resource === undefined ? {} : { body: JSON.stringify(resource) }),
    });
    return { status: response.status, body: (await response.json()) as unknown };
  };
  const ok = async (method: string, path: string, resource?: Resource) => {
    const answer = await send(method, path, resource);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  return {
    put: async (resource) => void (await ok('PUT', `${resource.resourceType}/${resource.id}`, resource)),
    remove: async (reference) => void (await ok('DELETE', reference)),
    all: async <T extends Resource>(type: T['resourceType'], query: string) => {
      const bundle = (await ok('GET', `${type}?_count=200&${query}`)) as Bundle;
      return (bundle.entry ?? []).map(({ resource }) => resource as T);
    },
    post: (path, resource) => send('POST', path, resource),
  };
}
