import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { signingClient, type SigningClient } from '../test/fakes/signing-client.ts';
import { startPostgres } from '../test/peers/postgres-harness.ts';
import { SERVICE_ID } from '../src/cds-hooks/discovery.ts';
import { closedLoop, openArrivals, type Outcome, type PreparedCall } from './load/callers.ts';
import { patientIdOf, prefetchOf } from './load/chart.ts';
import type { ProofArguments, ProofResult } from './runner/proof.ts';
import { seededRandom } from './simulated-sites/random.ts';

export const title =
  'Hooks with a finished assessment and a verified client JWT answer without an error; in the full size in 25 ms (p99) at 100 and 100 ms at 200 arrivals a second';

const GOALS: Readonly<Record<number, number>> = { 100: 25, 200: 100 };
/** A patient gets a card three times at most: with 3,000 every call of the warm-up and the first minute brings one. */
const PATIENTS: Readonly<Record<ProofArguments['size'], number>> = { full: 3_000, small: 100 };
/** What a service has answered before it is measured: a process just started still compiles its code. */
const WARM_UP_CALLS: Readonly<Record<ProofArguments['size'], number>> = { full: 2_000, small: 50 };

interface Service {
  readonly url: string;
  /** CPU microseconds used so far, and resident bytes. */
  usage(): Promise<{ readonly cpu: NodeJS.CpuUsage; readonly memory: number }>;
  stop(): void;
}

async function startService(settings: object): Promise<Service> {
  const child = fork(join(import.meta.dirname, 'load/service.ts'), [JSON.stringify(settings)]);
  const [{ url }] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('the service under load did not start'))),
  ])) as [{ url: string }];
  return {
    url: `${url}/cds-services/${SERVICE_ID}`,
    usage: async () => {
      const answered = once(child, 'message') as Promise<[Awaited<ReturnType<Service['usage']>>]>;
      child.send('cpu');
      return (await answered)[0];
    },
    stop: () => void child.kill(),
  };
}

let users = 0;

/** Signed just before they are used: a token lives 300 seconds. */
async function prepare(
  ehr: SigningClient,
  url: string,
  patients: number,
  count: number,
): Promise<readonly PreparedCall[]> {
  const calls: PreparedCall[] = [];
  for (let index = 0; index < count; index += 1) {
    const patient = index % patients;
    users += 1;
    const body = JSON.stringify({
      hook: 'patient-view',
      hookInstance: crypto.randomUUID(),
      context: { userId: `Practitioner/${users}`, patientId: patientIdOf(patient) },
      prefetch: prefetchOf(patient),
    });
    calls.push({ body: Buffer.from(body), token: await ehr.token(url) });
  }
  return calls;
}

export async function run({ size, seed }: ProofArguments): Promise<ProofResult> {
  const postgres = existsSync('/usr/lib/postgresql') ? startPostgres() : undefined;
  const store =
    postgres === undefined ? { kind: 'memory' } : { kind: 'postgresql', databaseUrl: postgres.newDatabase() };
  const ehr = await signingClient();
  const patients = PATIENTS[size];
  const service = await startService({ store, issuer: ehr.issuer, jwks: ehr.jwks, patients });
  try {
    await closedLoop(service.url, await prepare(ehr, service.url, patients, WARM_UP_CALLS[size]), 8);
    const open: Record<string, Outcome & { readonly cpuMsPerCall: number }> = {};
    for (const perSecond of [100, 200]) {
      const calls = await prepare(ehr, service.url, patients, perSecond * (size === 'full' ? 60 : 2));
      const before = await service.usage();
      const outcome = await openArrivals(service.url, calls, perSecond, seededUniform(seed + perSecond));
      const { cpu } = await service.usage();
      const used = cpu.user + cpu.system - before.cpu.user - before.cpu.system;
      open[`${perSecond} a second`] = {
        ...outcome,
        cpuMsPerCall: Math.round(used / calls.length / 10) / 100,
      };
    }
    const closed: Record<string, Outcome> = {};
    for (const callers of [1, 8, 64])
      closed[`${callers} callers`] = await closedLoop(
        service.url,
        await prepare(ehr, service.url, patients, size === 'full' ? 2_000 : 100),
        callers,
      );
    return resultOf(open, closed, postgres === undefined ? 'PGlite in memory' : 'PostgreSQL', size);
  } finally {
    service.stop();
    postgres?.stop();
  }
}

function seededUniform(seed: number): () => number {
  const random = seededRandom(seed);
  return () => random.uniform();
}

/** The small size asks for no failed call only: a shared machine of a test run has no latency worth a verdict. */
function resultOf(
  open: Readonly<Record<string, Outcome>>,
  closed: Readonly<Record<string, Outcome>>,
  store: string,
  size: ProofArguments['size'],
): ProofResult {
  const all = [...Object.values(open), ...Object.values(closed)];
  const failed = all.reduce((sum, outcome) => sum + outcome.failed, 0);
  const goalsMet = Object.entries(GOALS).every(
    ([perSecond, p99]) => (open[`${perSecond} a second`]?.p99 ?? Infinity) <= p99,
  );
  return {
    holds: failed === 0 && (size === 'small' || goalsMet),
    counts: { calls: all.reduce((sum, { calls }) => sum + calls, 0), failed },
    goalsMet,
    store,
    goalsP99Ms: GOALS,
    warmUpCalls: WARM_UP_CALLS[size],
    openArrivals: open,
    closedLoop: closed,
  };
}
