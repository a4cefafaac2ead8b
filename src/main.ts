import { Command, CommanderError } from 'commander';
import { TrabeculaError } from './errors.ts';
import { EXIT, type CommandContext, type RegisterCommand } from './commands/command.ts';
import { registerAssess } from './commands/assess.ts';
import { registerPopulation } from './commands/population.ts';
import { registerResearchExport } from './commands/research-export.ts';
import { registerWorker } from './commands/worker.ts';
import { registerServe } from './commands/serve.ts';
import { registerStart } from './commands/start.ts';
import { registerConfig } from './commands/config.ts';
import { registerPool } from './commands/pool.ts';
import { exitCodeOf } from './commands/exit-code.ts';
import { registerGoLive } from './commands/go-live.ts';
import { registerInspect } from './commands/inspect.ts';
import { registerModels } from './commands/models.ts';
import { registerErasePatient } from './commands/erase-patient.ts';
import { registerOutbox } from './commands/outbox.ts';
import { registerRetract } from './commands/retract.ts';
import { registerSimulateAlerts } from './commands/simulate-alerts.ts';
import { registerStopCards } from './commands/stop-cards.ts';
import { registerValidate } from './commands/validate.ts';

/** Every command, in the order of `--help`. */
const commands: readonly RegisterCommand[] = [
  registerStart,
  registerServe,
  registerWorker,
  registerPopulation,
  registerResearchExport,
  registerAssess,
  registerInspect,
  registerModels,
  registerConfig,
  registerStopCards,
  registerErasePatient,
  registerOutbox,
  registerRetract,
  registerValidate,
  registerPool,
  registerGoLive,
  registerSimulateAlerts,
];

function buildProgram(context: CommandContext): Command {
  const program = new Command('trabecula')
    .description('Opportunistic osteoporosis screening on lumbar radiographs: CDS Hooks service and tools.')
    .exitOverride()
    .showHelpAfterError();
  for (const register of commands) register(program, context);
  return program;
}

async function main(): Promise<void> {
  const context: CommandContext = {
    environment: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    clock: () => new Date(),
  };
  try {
    await buildProgram(context).parseAsync(process.argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
      return;
    }
    const message = error instanceof TrabeculaError ? error.message : 'internal error';
    process.stderr.write(`trabecula: ${message}\n`);
    if (!(error instanceof TrabeculaError) && context.environment['TRABECULA_DEBUG'] === '1')
      process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}

await main();
