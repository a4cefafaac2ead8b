import type { CommandContext } from './command.ts';

/**
 * Waits for SIGINT or SIGTERM, then closes: what is in hand ends first. A second signal ends the process at once; the
 * store survives that too.
 */
export async function untilStopped(context: CommandContext, close: () => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = (): void => {
      process.once('SIGINT', () => process.exit(130));
      process.once('SIGTERM', () => process.exit(143));
      context.stderr.write('stopping: calls, films and jobs in hand end first\n');
      resolve();
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
  await close();
}
