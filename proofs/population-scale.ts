import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoreLocation } from '../src/adapters/store/open-database.ts';
import { startPostgres, type PostgresServer } from '../test/peers/postgres-harness.ts';
import type { MeasuredSystem, SystemSettings } from './population/measured-system.ts';
import type { ProofArguments, ProofResult } from './runner/proof.ts';

export const title =
  'Every population question is answered within 1 s on PostgreSQL and 5 s on the embedded store, alike on both, on synthetic health systems of growing size';

const GOAL_MS = { postgresql: 1_000, pglite: 5_000 } as const;
const SIZES = {
  full: { postgresql: [2_000, 20_000, 200_000], pglite: [2_000, 20_000] },
  small: { postgresql: [], pglite: [2_000] },
} as const;

async function measure(settings: SystemSettings): Promise<MeasuredSystem> {
  const child = fork(join(import.meta.dirname, 'population/measure-system.ts'), [JSON.stringify(settings)]);
  const ended = once(child, 'exit');
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [MeasuredSystem | number | null];
  await ended;
  if (typeof message !== 'object' || message === null)
    throw new Error(`the measuring process ended with ${message}`);
  process.stderr.write(
    `${message.engine} ${message.patients}: import ${message.importSeconds} s, slowest ${message.slowestQuestion} ${message.slowestQuestionMs} ms\n`,
  );
  return message;
}

async function onPostgres(sizes: readonly number[], seed: number): Promise<MeasuredSystem[]> {
  if (sizes.length === 0) return [];
  const server: PostgresServer = startPostgres();
  try {
    const measured = [];
    for (const patients of sizes) {
      const location: StoreLocation = { kind: 'postgresql', databaseUrl: server.newDatabase() };
      measured.push(await measure({ location, patients, seed }));
    }
    return measured;
  } finally {
    server.stop();
  }
}

async function onPglite(sizes: readonly number[], seed: number): Promise<MeasuredSystem[]> {
  const measured = [];
  for (const patients of sizes) {
    const folder = mkdtempSync(join(tmpdir(), 'trabecula-population-'));
    try {
      measured.push(await measure({ location: { kind: 'embedded', folder }, patients, seed }));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  return measured;
}

/** Questions that two engines answered differently at one size. */
function differences(systems: readonly MeasuredSystem[]): string[] {
  return systems.flatMap((one) =>
    systems
      .filter((other) => other.patients === one.patients && other.engine > one.engine)
      .flatMap((other) =>
        Object.keys(one.answers).filter((name) => one.answers[name] !== other.answers[name]),
      ),
  );
}

export async function run({ size, seed }: ProofArguments): Promise<ProofResult> {
  const sizes = SIZES[size];
  const systems = [...(await onPglite(sizes.pglite, seed)), ...(await onPostgres(sizes.postgresql, seed))];
  const overGoal = systems.flatMap(({ engine, patients, questionMs }) =>
    Object.entries(questionMs)
      .filter(([, ms]) => ms >= GOAL_MS[engine])
      .map(([question, ms]) => ({ engine, patients, question, ms })),
  );
  const answeredDifferently = differences(systems);
  const everyGapFound = systems.every(({ careGap }) => careGap > 0);
  return {
    holds: overGoal.length === 0 && answeredDifferently.length === 0 && everyGapFound,
    counts: {
      systems: systems.length,
      questions: Object.keys(systems[0]?.questionMs ?? {}).length,
      overGoal: overGoal.length,
      answeredDifferently: answeredDifferently.length,
    },
    goalMs: GOAL_MS,
    overGoal,
    answeredDifferently,
    systems: systems.map(({ answers: _answers, ...system }) => system),
  };
}
