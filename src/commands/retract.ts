import { callLocalService } from '../adapters/local-admin/call-local-service.ts';
import { loadConfig } from '../config.ts';
import type { RegisterCommand } from './command.ts';

/** `retract`: takes back all that a model wrote, and stores nothing of it again. */
export const registerRetract: RegisterCommand = (program, context) => {
  program
    .command('retract')
    .description('Withdraw every assessment of a model version, in the store and in the health records.')
    .requiredOption('--model <version>', 'SHA-256 of the model version (`trabecula models list`)')
    .requiredOption('--reason <text>', 'why, for the record')
    .action(async ({ model, reason }: { model: string; reason: string }) => {
      const { dataFolder } = loadConfig(context.environment);
      const body = { modelVersion: model, reason };
      const answer = await callLocalService(dataFolder, { method: 'POST', path: '/model-retractions', body });
      const { withdrawn } = answer as { withdrawn: number };
      context.stdout.write(
        `${withdrawn} assessments withdrawn. Their resources are marked entered-in-error as the records can be reached: ` +
          'trabecula outbox list --state waiting\n',
      );
    });
};
