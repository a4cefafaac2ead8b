import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../src/adapters/store/database.ts';
import { openDatabase } from '../src/adapters/store/open-database.ts';
import { openPostgres } from '../src/adapters/store/postgres-database.ts';
import { screeningLedger } from '../src/adapters/store/screening-ledger.ts';
import { signingClient } from '../test/fakes/signing-client.ts';
import { startPostgres, type PostgresServer } from '../test/peers/postgres-harness.ts';
import type { ProofArguments, ProofResult } from './runner/proof.ts';
import { KeptRunning } from './screening/kept-running.ts';
import { outcomeOf, type RunOutcome } from './screening/outcome.ts';
import type { ProcessSettings } from './screening/run-settings.ts';
import { seededRandom } from './simulated-sites/random.ts';
import { startChild, type Child } from './soak/child.ts';
import { hospitalTenant } from './soak/hospital-tenant.ts';
import { patientIdOf, studyUidOf } from '../test/fakes/numbered-films.ts';

export const title =
  'Killed at random moments, worker, service and PostgreSQL in turn, a screening run ends with exactly one result for each study and model version; films that no try can read are set aside with their reason';

/** `killsOfEach` of worker, service and PostgreSQL, each at most `withinMs` after its number of studies. The last is a failsafe: a run that hangs. */
const SIZES = {
  full: { studies: 500, killsOfEach: 20, withinMs: 1_000, giveUpAfterMs: 560_000 },
  small: { studies: 16, killsOfEach: 1, withinMs: 500, giveUpAfterMs: 150_000 },
} as const;
/** Nothing is killed in the last tenth of a run: it may be the films that nobody can read. */
const KILLS_END_AT = 0.9;
/** A lease of 15 minutes ends after 9 s, a retry after a minute comes within one. */
const SPEED = 100;
/** Of each hundred studies two that the archive cannot give, and two whose films are cut short; at least one of each. */
const faultyNumbers = (studies: number, offset: number): readonly number[] =>
  Array.from({ length: Math.max(1, Math.floor(studies / 50)) }, (_, i) => i * 50 + offset);
const RUN_ID = 'proof';
const STUDY_DATE = '2026-09-01';
/** PostgreSQL is away for so long when it was killed. */
const DATABASE_AWAY_MS = 1_000;

async function planRun(databaseUrl: string, tenantId: string, studies: number): Promise<void> {
  const database = await openDatabase({ kind: 'postgresql', databaseUrl });
  await screeningLedger(database).plan(
    {
      tenantId,
      runId: RUN_ID,
      cohort: 'numbered patients',
      state: 'running',
      askedBy: 'proof',
      createdAt: new Date(),
    },
    Array.from({ length: studies }, (_, number) => ({
      patientId: patientIdOf(number),
      studyInstanceUid: studyUidOf(number),
    })),
  );
  await database.close();
}

interface Victims {
  readonly worker: KeptRunning;
  readonly service: KeptRunning;
  readonly server: PostgresServer;
}

/** Studies done so far; as many as before while PostgreSQL is away. */
async function doneOf(database: Database, studies: number): Promise<number> {
  const outcome = await outcomeOf(database, RUN_ID).catch(() => undefined);
  return outcome === undefined ? 0 : studies - outcome.waiting;
}

/**
 * Kills one after the other, each some moment after a number of studies was done: both drawn evenly, so that the kills
 * are spread over the run at any speed of the machine. Ends when each was killed often enough or the signal ends it.
 */
async function killInTurn(
  { worker, service, server }: Victims,
  { studies, killsOfEach, withinMs }: (typeof SIZES)[ProofArguments['size']],
  database: Database,
  random: () => number,
  signal: AbortSignal,
): Promise<number> {
  const victims = Array.from({ length: killsOfEach }, () => [worker, service, server] as const).flat();
  let killsOfDatabase = 0;
  for (const [turn, victim] of victims.entries()) {
    const studiesDone = (KILLS_END_AT * studies * (turn + random())) / victims.length;
    while (!signal.aborted && (await doneOf(database, studies)) < studiesDone) await sleep(100);
    await sleep(random() * withinMs, undefined, { signal }).catch(() => undefined);
    if (victim === server) {
      if (signal.aborted) return killsOfDatabase;
      server.kill();
      killsOfDatabase += 1;
      await sleep(DATABASE_AWAY_MS);
      server.restart();
    } else while (!signal.aborted && !victim.kill()) await sleep(100);
  }
  return killsOfDatabase;
}

/** Looks until nothing waits any more, or the time is over. */
async function untilDone(database: Database, giveUpAt: number): Promise<RunOutcome | undefined> {
  for (;;) {
    await sleep(500);
    const outcome = await outcomeOf(database, RUN_ID).catch(() => undefined);
    const isDone = outcome?.waiting === 0 && outcome.outboxWaiting === 0;
    if (isDone || performance.now() > giveUpAt) return outcome;
  }
}

async function proveAt(
  hospital: Child & { readonly said: unknown },
  server: PostgresServer,
  folder: string,
  { size, seed }: ProofArguments,
) {
  const { studies, giveUpAfterMs } = SIZES[size];
  const tenant = await hospitalTenant((hospital.said as { origin: string }).origin, await signingClient());
  const databaseUrl = server.newDatabase();
  const settings: Omit<ProcessSettings, 'role'> = {
    tenant,
    dataFolder: folder,
    databaseUrl,
    startedAt: Date.now(),
    speed: SPEED,
  };
  await planRun(databaseUrl, tenant.id, studies);
  const giveUpAt = performance.now() + giveUpAfterMs;
  const worker = new KeptRunning({ ...settings, role: 'worker' });
  const service = new KeptRunning({ ...settings, role: 'service' });
  const stop = new AbortController();
  const source = seededRandom(seed);
  const database = openPostgres(databaseUrl, () => undefined);
  const victims = { worker, service, server };
  const killing = killInTurn(victims, SIZES[size], database, () => source.uniform(), stop.signal);
  const outcome = await untilDone(database, giveUpAt);
  stop.abort();
  const killsOfPostgresql = await killing;
  const stoppedInOrder = (await Promise.all([worker.stop(), service.stop()])).every((ended) => ended);
  const written = await hospital.ask<{ readonly riskAssessments: number }>('counts');
  await database.close();
  const kills = { worker: worker.kills, service: service.kills, postgresql: killsOfPostgresql };
  const endedByThemselves = worker.endedByItself + service.endedByItself;
  return { outcome, kills, endedByThemselves, stoppedInOrder, riskAssessments: written.riskAssessments };
}

export async function run(proof: ProofArguments): Promise<ProofResult> {
  const { studies, killsOfEach } = SIZES[proof.size];
  const faults = { undeliverable: faultyNumbers(studies, 7), cutShort: faultyNumbers(studies, 13) };
  const folder = mkdtempSync(join(tmpdir(), 'trabecula-kill-screening-'));
  const server = startPostgres();
  const hospital = await startChild('soak/hospital.ts', STUDY_DATE, JSON.stringify(faults));
  try {
    const { outcome, kills, ...ends } = await proveAt(hospital, server, folder, proof);
    const setAside = faults.undeliverable.length;
    const expected = {
      waiting: 0,
      scored: outcome?.scored,
      refused: studies - setAside - (outcome?.scored ?? 0),
      setAside,
      assessments: studies - setAside,
      current: studies - setAside,
      notOnce: 0,
    };
    const isAsExpected = Object.entries(expected).every(
      ([name, value]) => outcome?.[name as keyof RunOutcome] === value,
    );
    const reasonsHold =
      outcome?.reasons['set-aside: upstream-unavailable'] === setAside &&
      (outcome.reasons['refused: unreadable'] ?? 0) >= faults.cutShort.length;
    const killedEnough = Object.values(kills).every((count) => count >= killsOfEach);
    return {
      holds:
        isAsExpected &&
        reasonsHold &&
        killedEnough &&
        (proof.size === 'small' || outcome.lostLeases > 0) &&
        ends.endedByThemselves === 0 &&
        ends.stoppedInOrder &&
        ends.riskAssessments === outcome?.toBeWritten,
      counts: {
        studies,
        killsOfWorker: kills.worker,
        killsOfService: kills.service,
        killsOfPostgresql: kills.postgresql,
        notOnce: outcome?.notOnce ?? -1,
        lost: outcome?.waiting ?? -1,
        setAside: outcome?.setAside ?? -1,
      },
      outcome,
      ...ends,
      scope:
        'PostgreSQL runs without fsync: the claim is survival of killed processes, not of power loss. The clock of the processes runs 100 times as fast, so that leases end within the proof.',
    };
  } finally {
    hospital.process.kill('SIGKILL');
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
