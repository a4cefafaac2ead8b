import { checkConfig, type Config } from '../config.ts';
import { TrabeculaError } from '../errors.ts';
import type { RegisterCommand } from './command.ts';

function describe(config: Config): string {
  const store =
    config.store.kind === 'postgresql' ? 'PostgreSQL (DATABASE_URL)' : `embedded, ${config.store.folder}`;
  const tenants = config.tenants.map(
    (tenant) =>
      `  ${tenant.id}: ${tenant.mode}, FHIR ${tenant.fhirBaseUrl}, ` +
      `imaging ${tenant.imaging?.dicomWebUrl ?? 'none'}, ` +
      `backend credentials ${tenant.backend === undefined ? 'none' : 'set'}\n`,
  );
  return (
    `listens on ${config.server.host}:${config.server.port}` +
    `${config.server.publicUrl === undefined ? '' : `, known as ${config.server.publicUrl}`}\n` +
    `store: ${store}\nmodels: ${config.modelsFolder}\nworkers: ${config.workers}\n` +
    `tenants: ${tenants.length}\n${tenants.join('')}`
  );
}

/** `trabecula config check`: says what the configuration means, or every problem in it with the setting's name. */
export const registerConfig: RegisterCommand = (program, context) => {
  program
    .command('config')
    .description('Work with the configuration (environment and the file named by TRABECULA_CONFIG).')
    .command('check')
    .description('Check the configuration and explain every problem. Exit code 78 when there is one.')
    .action(() => {
      const check = checkConfig(context.environment);
      if (check.kind === 'good') {
        context.stdout.write(`The configuration is good.\n${describe(check.config)}`);
        return;
      }
      for (const { setting, message } of check.problems) context.stderr.write(`${setting}: ${message}\n`);
      const count = check.problems.length;
      throw new TrabeculaError(
        'bad-configuration',
        `${count} ${count === 1 ? 'problem' : 'problems'} in the configuration`,
      );
    });
};
