/**
 * One service that assesses and writes back, to be killed at any moment: stores the assessments that are not stored
 * yet and works off the outbox at the same time, until nothing waits. Says "ready" when its modules are loaded, opens
 * its store when it is told to, says "open", and in the end what the outbox holds.
 */
import { once } from 'node:events';
import { openDatabase } from '../../src/adapters/store/open-database.ts';
import { statement } from '../../src/adapters/store/database.ts';
import { workOffOutbox } from '../../src/flow/write-back/work-off-outbox.ts';
import { assessmentNumber, type WorkerSettings } from './assessments.ts';
import { WriteBackBench } from '../../test/flow/write-back-bench.ts';

/** Assessments run so far ahead of what is written, so that kills meet both until the end. */
const MOST_WAITING = 40;
const STORED_AT_ONCE = 10;

const settings = JSON.parse(process.argv[2] ?? '') as WorkerSettings;
await (settings.location.kind === 'postgresql'
  ? import('../../src/adapters/store/postgres-database.ts')
  : import('../../src/adapters/store/pglite-database.ts'));
const told = once(process, 'message');
process.send?.('ready');
await told;
const database = await openDatabase(settings.location);
const bench = new WriteBackBench(database, settings.baseUrl);
process.send?.('open');

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

/** A minute passes in a second, so that waits and leases end within the proof. */
const tick = () =>
  void (bench.now = new Date(settings.startedAt + (Date.now() - settings.startedAt) * settings.speed));

async function assessAll(): Promise<void> {
  const [row] = await database.query<{ stored: number }>(
    statement('proof.stored', 'SELECT count(*)::int AS stored FROM trabecula.assessment'),
  );
  for (let number = row?.stored ?? 0; number < settings.assessments; number++) {
    if (number % STORED_AT_ONCE === 0)
      while ((await bench.ports.outbox.counts()).waiting >= MOST_WAITING) await pause();
    tick();
    await bench.assess(assessmentNumber(number));
  }
}

const assessing = assessAll();
let isAssessed = false;
void assessing.then(() => (isAssessed = true));
for (;;) {
  tick();
  const taken = await workOffOutbox(bench.ports, 4);
  if (taken > 0) continue;
  if (isAssessed && (await bench.ports.outbox.counts()).waiting === 0) break;
  await pause();
}
await assessing;
process.send?.(await bench.ports.outbox.counts());
await database.close();
process.disconnect?.();
