import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Provenance, Resource, RiskAssessment, Task } from '@medplum/fhirtypes';
import type { StoreLocation } from '../src/adapters/store/open-database.ts';
import { FaultyEhr, type Fault } from '../test/fakes/faulty-ehr.ts';
import { startPostgres } from '../test/peers/postgres-harness.ts';
import type { ProofArguments, ProofResult } from './runner/proof.ts';
import { seededRandom } from './simulated-sites/random.ts';
import { keyOf } from './writeback/assessments.ts';
import { killAndRestart, type RequestSignal } from './writeback/kill-and-restart.ts';

export const title =
  'Killed at random moments while a faulty EHR is written to, each assessment ends with exactly one current RiskAssessment, Task and Provenance';

const SIZES = {
  full: { assessments: 1000, kills: 200 },
  small: { assessments: 40, kills: 5 },
} as const;
/** A minute of waiting in a second of the proof. */
const SPEED = 60;

/** 10 % errors, 5 % cut connections (before or after the work is done), one in five answers late. */
function faults(random: () => number, counted: Record<string, number>): () => Fault | undefined {
  const count = (name: string, fault: Fault): Fault => {
    counted[name] = (counted[name] ?? 0) + 1;
    return fault;
  };
  return () => {
    const drawn = random();
    if (drawn < 0.1) {
      const status = [409, 412, 429, 500, 503][Math.floor(random() * 5)] ?? 503;
      return count('errors', { kind: 'status', status });
    }
    if (drawn < 0.125) return count('cutBefore', { kind: 'cut-before' });
    if (drawn < 0.15) return count('cutAfter', { kind: 'cut-after' });
    if (drawn < 0.35) return count('late', { kind: 'delay', delayMs: Math.round(random() * 40) });
    return undefined;
  };
}

const countBy = (keys: readonly (string | undefined)[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const key of keys) if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

/** Assessments that have not exactly one of each in the record, and what the record has too much. */
async function check(ehr: FaultyEhr, assessments: number) {
  const current = (await ehr.all<RiskAssessment>('RiskAssessment')).filter(
    (one) => one.status === 'preliminary',
  );
  const identified = (resources: readonly (Resource & { identifier?: { value?: string }[] })[]) =>
    countBy(resources.map((one) => one.identifier?.[0]?.value));
  const risks = identified(current);
  const tasks = identified(await ehr.all<Task>('Task'));
  const provenances = countBy(
    (await ehr.all<Provenance>('Provenance')).map((one) => one.meta?.tag?.[0]?.code),
  );
  let wrong = 0;
  for (let number = 0; number < assessments; number++) {
    const key = keyOf(number);
    if (risks.get(key) !== 1 || tasks.get(key) !== 1 || provenances.get(key) !== 1) wrong += 1;
  }
  return { wrong, riskAssessments: current.length, tasks: tasks.size, provenances: provenances.size };
}

async function proveOn(location: StoreLocation, { size, seed }: ProofArguments) {
  const { assessments, kills } = SIZES[size];
  const source = seededRandom(seed);
  const random = () => source.uniform();
  const ehr = await FaultyEhr.start();
  const injected: Record<string, number> = {};
  const fault = faults(random, injected);
  const signal: RequestSignal = { onRequest: () => undefined };
  ehr.faultOf = () => {
    signal.onRequest();
    return fault();
  };
  try {
    const settings = { location, baseUrl: ehr.baseUrl, assessments, startedAt: Date.now(), speed: SPEED };
    const startedAt = performance.now();
    const run = await killAndRestart(settings, kills, signal, random);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    return { ...run, ...(await check(ehr, assessments)), requests: ehr.seen.length, ...injected, seconds };
  } finally {
    await ehr.stop();
  }
}

export async function run(proof: ProofArguments): Promise<ProofResult> {
  const folder = mkdtempSync(join(tmpdir(), 'trabecula-kill-'));
  const server = startPostgres();
  try {
    const postgresql = await proveOn({ kind: 'postgresql', databaseUrl: server.newDatabase() }, proof);
    const pglite = await proveOn({ kind: 'embedded', folder }, proof);
    const { assessments, kills } = SIZES[proof.size];
    const holds = [postgresql, pglite].every(
      (one) =>
        one.kills === kills && one.wrong === 0 && one.dead === 0 && one.riskAssessments === assessments,
    );
    return {
      holds,
      counts: { assessments, killsOnPostgresql: postgresql.kills, killsOnPglite: pglite.kills },
      postgresql,
      pglite,
      scope: 'On PGlite the claim is survival of a process kill, not of power loss.',
    };
  } finally {
    server.stop();
    rmSync(folder, { recursive: true });
  }
}
