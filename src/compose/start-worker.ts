import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { TrabeculaError } from '../errors.ts';
import type { Clock } from '../flow/ports/clock.ts';
import { jobWorker } from './assess.ts';
import { startScreening } from './screening.ts';
import { openSharedParts } from './shared-parts.ts';
import { startWriteBack } from './write-back.ts';

export interface RunningWorker {
  close(): Promise<void>;
}

const graceMs = 30_000;

/**
 * A process that assesses films, works off screening runs and writes back, without taking calls. Any number may run, on
 * any number of machines, on one PostgreSQL. Throws TrabeculaError "bad-configuration" on the embedded store: that has
 * one owner.
 */
export async function startWorker(
  config: Config,
  log: Logger,
  clock: Clock,
  quietHours: readonly number[],
): Promise<RunningWorker> {
  if (config.store.kind !== 'postgresql') {
    throw new TrabeculaError(
      'bad-configuration',
      'a worker needs PostgreSQL (DATABASE_URL): the embedded store is the service’s own',
    );
  }
  const parts = await openSharedParts(config, log, clock);
  try {
    const stopJobs = await parts.jobs.work(jobWorker(parts), config.workers);
    const stopScreening = startScreening(parts, {
      concurrency: config.workers,
      spacingMs: 0,
      quietHours,
      idleMs: 2_000,
    });
    const stopWriting = startWriteBack(parts, () => config.server.publicUrl ?? '');
    return {
      close: async () => {
        await Promise.all([stopJobs(), stopScreening(), stopWriting()]);
        await parts.close(graceMs);
      },
    };
  } catch (error) {
    await parts.close(0);
    throw error;
  }
}
