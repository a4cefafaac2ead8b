import { setPriority, constants } from 'node:os';
import { openLog } from '../compose/log.ts';
import { startWorker } from '../compose/start-worker.ts';
import { loadConfig } from '../config.ts';
import { TrabeculaError } from '../errors.ts';
import type { RegisterCommand } from './command.ts';
import { untilStopped } from './until-stopped.ts';

/** `trabecula worker`: assesses films beside the service, on this or another machine. */
export const registerWorker: RegisterCommand = (program, context) => {
  program
    .command('worker')
    .description(
      'Assess films, screening runs and write-backs in a process of its own (needs PostgreSQL). Niced.',
    )
    .option('--quiet-hours <list>', 'hours (UTC, like 7,8,9) in which no screening study is begun', '')
    .action(async (options: { quietHours: string }) => {
      const config = loadConfig(context.environment);
      // Batch work must never be felt by the hooks of the same machine.
      setPriority(constants.priority.PRIORITY_LOW);
      const worker = await startWorker(
        config,
        openLog(config.logLevel),
        context.clock,
        hoursOf(options.quietHours),
      );
      context.stdout.write('Worker is running.\n');
      await untilStopped(context, worker.close);
    });
};

function hoursOf(list: string): readonly number[] {
  return list
    .split(',')
    .filter((text) => text.trim() !== '')
    .map((text) => {
      const hour = Number(text);
      if (!Number.isInteger(hour) || hour < 0 || hour > 23)
        throw new TrabeculaError('bad-configuration', '--quiet-hours: hours from 0 to 23');
      return hour;
    });
}
