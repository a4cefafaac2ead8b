import type { Command } from 'commander';
import { callLocalService } from '../adapters/local-admin/call-local-service.ts';
import { loadConfig } from '../config.ts';
import { TrabeculaError } from '../errors.ts';
import type { CommandContext, RegisterCommand } from './command.ts';

interface StopOptions {
  readonly tenant: string;
  readonly reason: string;
  readonly stopAssessments: boolean;
  readonly stopWriting: boolean;
  readonly keepWriting: boolean;
}

function registerStop(program: Command, context: CommandContext): void {
  program
    .command('stop-cards')
    .description(
      'Stop button: the tenant shows no cards within 5 seconds, on all processes, until resume-cards.',
    )
    .requiredOption('--tenant <id>', 'tenant whose cards stop')
    .requiredOption('--reason <text>', 'why, for the audit trail')
    .option('--stop-assessments', 'stop assessing films and writing results too', false)
    .option('--stop-writing', 'stop writing results; what corrects a written result is still written', false)
    .option('--keep-writing', 'with --stop-assessments: results that wait are still written', false)
    .action(async (options: StopOptions) => {
      const { dataFolder } = loadConfig(context.environment);
      const assessments = options.stopAssessments ? 'stop' : 'go-on';
      if (options.stopWriting && options.keepWriting)
        throw new TrabeculaError('bad-request', '--stop-writing and --keep-writing exclude each other');
      const writing = options.stopWriting ? 'stop' : options.keepWriting ? 'go-on' : assessments;
      const body = { tenantId: options.tenant, reason: options.reason, assessments, writing };
      await callLocalService(dataFolder, { method: 'POST', path: '/card-stops', body });
      context.stdout.write(
        `Cards of ${options.tenant} are stopped. Resume: trabecula resume-cards --tenant ${options.tenant}\n`,
      );
    });
}

function registerResume(program: Command, context: CommandContext): void {
  program
    .command('resume-cards')
    .description('Let a stopped tenant show cards again.')
    .requiredOption('--tenant <id>', 'tenant whose cards resume')
    .action(async (options: { tenant: string }) => {
      const { dataFolder } = loadConfig(context.environment);
      const path = `/card-stops/${encodeURIComponent(options.tenant)}`;
      const { resumed } = (await callLocalService(dataFolder, { method: 'DELETE', path })) as {
        resumed: boolean;
      };
      context.stdout.write(
        resumed
          ? `Cards of ${options.tenant} are shown again.\n`
          : `Cards of ${options.tenant} were not stopped.\n`,
      );
    });
}

/** `stop-cards` and `resume-cards`: they ask the service that runs on this machine. */
export const registerStopCards: RegisterCommand = (program, context) => {
  registerStop(program, context);
  registerResume(program, context);
};
