import { startService } from '../compose/build-service.ts';
import { openLog } from '../compose/log.ts';
import { productVersion } from '../compose/product-version.ts';
import { loadConfig } from '../config.ts';
import type { RegisterCommand } from './command.ts';
import { untilStopped } from './until-stopped.ts';

/** `trabecula serve`: the service of a site, configured by TRABECULA_CONFIG and the environment. */
export const registerServe: RegisterCommand = (program, context) => {
  program
    .command('serve')
    .description(
      'Start the service for the tenants of the configuration (TRABECULA_CONFIG; see "config check").',
    )
    .action(async () => {
      const config = loadConfig(context.environment);
      const service = await startService(config, productVersion(), openLog(config.logLevel), context.clock);
      context.stdout.write(`CDS service: ${service.url}/cds-services\n`);
      await untilStopped(context, service.close);
    });
};
