import { openDatabase } from '../../src/adapters/store/open-database.ts';
import { screeningLedger } from '../../src/adapters/store/screening-ledger.ts';
import { startPostgres } from '../../test/peers/postgres-harness.ts';
import { rounded } from './film-work.ts';

const takenAtOnce = 2;

/**
 * What taking and finishing a study costs with `waiting` studies in the run, on PostgreSQL: median and 95th centile of
 * `rounds` rounds in ms. Each round takes two studies and finishes them.
 */
export async function queueCost(waiting: number, rounds: number) {
  const server = startPostgres();
  try {
    const database = await openDatabase({ kind: 'postgresql', databaseUrl: server.newDatabase() });
    const ledger = screeningLedger(database);
    const createdAt = new Date();
    const planFrom = performance.now();
    await ledger.plan(
      { tenantId: 't', runId: 'r', cohort: 'all', state: 'running', askedBy: 'bench', createdAt },
      Array.from({ length: waiting }, (_, i) => ({ patientId: `p${i}`, studyInstanceUid: `2.25.${i}` })),
    );
    const planMs = performance.now() - planFrom;
    const times = { take: [] as number[], finish: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      const at = new Date(createdAt.getTime() + 1 + round);
      const takeFrom = performance.now();
      const taken = await ledger.claim(takenAtOnce, at, new Date(at.getTime() + 900_000));
      times.take.push(performance.now() - takeFrom);
      if (taken.length !== takenAtOnce) throw new Error('the queue gave fewer studies than it holds');
      const finishFrom = performance.now();
      for (const item of taken) await ledger.finish(item, 'scored', undefined, at);
      times.finish.push((performance.now() - finishFrom) / takenAtOnce);
    }
    const progressFrom = performance.now();
    await ledger.progress('t', createdAt);
    const progressMs = performance.now() - progressFrom;
    await database.close();
    return {
      waiting,
      rounds,
      planMs: rounded(planMs),
      takeTwoMs: quantiles(times.take),
      finishOneMs: quantiles(times.finish),
      progressMs: rounded(progressMs),
    };
  } finally {
    server.stop();
  }
}

function quantiles(times: readonly number[]) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => rounded(sorted[Math.floor(share * (sorted.length - 1))] ?? NaN, 2);
  return { median: at(0.5), p95: at(0.95) };
}
