/**
 * One service that assesses and writes back, to be killed at any moment: stores the assessments that are not stored
 * yet and works off the outbox at the same time, until nothing waits. Says "open" when its store is.
 */
import { openDatabase, type StoreLocation } from '../../src/adapters/store/open-database.ts';
import { statement } from '../../src/adapters/store/database.ts';
import { workOffOutbox } from '../../src/flow/write-back/work-off-outbox.ts';
import { assessmentNumber, type WorkerSettings } from './assessments.ts';
import { WriteBackBench } from '../../test/flow/write-back-bench.ts';

const settings = JSON.parse(process.argv[2] ?? '') as WorkerSettings;
const database = await openDatabase(settings.location as StoreLocation);
const bench = new WriteBackBench(database, settings.baseUrl);
process.send?.('open');

/** A minute passes in a second, so that waits and leases end within the proof. */
const tick = () =>
  void (bench.now = new Date(settings.startedAt + (Date.now() - settings.startedAt) * settings.speed));

async function assessAll(): Promise<void> {
  const [row] = await database.query<{ stored: number }>(
    statement('proof.stored', 'SELECT count(*)::int AS stored FROM trabecula.assessment'),
  );
  for (let number = row?.stored ?? 0; number < settings.assessments; number++) {
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
  await new Promise((resolve) => setTimeout(resolve, 20));
}
await assessing;
process.send?.(await bench.ports.outbox.counts());
await database.close();
process.disconnect?.();
