import { fileURLToPath } from 'node:url';
import type { RegisterCommand } from './command.ts';
import { untilStopped } from './until-stopped.ts';

const films = fileURLToPath(new URL('../sandbox/films/', import.meta.url));

/** `trabecula start`: the service with its sandbox, on embedded defaults. */
export const registerStart: RegisterCommand = (program, context) => {
  program
    .command('start')
    .description(
      'Start the service with an embedded sandbox EHR and PACS of simulated patients. Loopback only.',
    )
    .option(
      '--port <number>',
      'port of the service; the EHR and the PACS take the next two (0: any free ports)',
      '8480',
    )
    .option('--data <folder>', 'folder for the embedded store', '.trabecula')
    .option('--models <folder>', 'folder of the model packages (default: those that ship)')
    .addHelpText(
      'after',
      '\nOpen the address of the EHR in a browser and choose a patient. Ctrl-C stops; state is kept in the data folder.',
    )
    .action(async (options: { port: string; data: string; models?: string }) => {
      // Loaded only here: no other command needs the sandbox's servers.
      const { startSandbox } = await import('../compose/start-sandbox.ts');
      const sandbox = await startSandbox({
        port: Number(options.port),
        dataFolder: options.data,
        modelsFolder: options.models,
        filmsFolder: films,
        environment: context.environment,
        clock: context.clock,
      });
      context.stdout.write(
        [
          '',
          'Trabecula with its sandbox: simulated patients, simulated films.',
          'Research model, trained on simulated radiographs, not for clinical use.',
          '',
          `  EHR (open this in a browser)   ${sandbox.ehrUrl}`,
          `  Staff pages (choose a person)  ${sandbox.serviceUrl}/staff`,
          `  CDS service                    ${sandbox.serviceUrl}/cds-services`,
          `  PACS (DICOMweb)                ${sandbox.pacsUrl}`,
          '',
        ].join('\n') + '\n',
      );
      await untilStopped(context, sandbox.close);
    });
};
