import { callLocalService } from '../adapters/local-admin/call-local-service.ts';
import { loadConfig } from '../config.ts';
import type { RegisterCommand } from './command.ts';

/** `erase-patient`: deletes what is kept of one patient; the running service does it. */
export const registerErasePatient: RegisterCommand = (program, context) => {
  program
    .command('erase-patient')
    .description('Delete everything kept of one patient except audit lines. What is in the EHR stays there.')
    .requiredOption('--tenant <id>', 'tenant of the patient')
    .requiredOption('--patient <id>', 'FHIR id of the patient')
    .action(async (options: { tenant: string; patient: string }) => {
      const { dataFolder } = loadConfig(context.environment);
      const path = `/tenants/${encodeURIComponent(options.tenant)}/patients/${encodeURIComponent(options.patient)}`;
      const answer = (await callLocalService(dataFolder, { method: 'DELETE', path })) as {
        readonly deleted: Readonly<Record<string, number>>;
      };
      const tables = Object.entries(answer.deleted).filter(([, rows]) => rows > 0);
      const total = tables.reduce((sum, [, rows]) => sum + rows, 0);
      context.stdout.write(`${total} rows deleted.\n`);
      for (const [table, rows] of tables) context.stdout.write(`  ${table}: ${rows}\n`);
    });
};
