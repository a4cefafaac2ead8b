import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { callLocalService } from '../adapters/local-admin/call-local-service.ts';
import { loadConfig } from '../config.ts';
import { TrabeculaError } from '../errors.ts';
import type { CommandContext, RegisterCommand } from './command.ts';

type Ask = (tenant: string, method: 'GET' | 'POST', path: string, body?: unknown) => Promise<unknown>;

function asking(context: CommandContext): Ask {
  return (tenant, method, path, body) => {
    const { dataFolder } = loadConfig(context.environment);
    const headers = { 'X-Trabecula-Tenant': tenant };
    return callLocalService(dataFolder, {
      method,
      path: `/population${path}`,
      headers,
      ...(body === undefined ? {} : { body }),
    });
  };
}

const print = (context: CommandContext, value: unknown): void =>
  void context.stdout.write(`${JSON.stringify(value, null, 2)}\n`);

/** `import`, `screen` and `ask`: they ask the service that runs on this machine, which owns the store. */
export const registerPopulation: RegisterCommand = (program, context) => {
  const ask = asking(context);
  registerImport(program, context, ask);
  registerScreen(program, context, ask);
  registerAsk(program, context, ask);
};

function registerImport(program: Command, context: CommandContext, ask: Ask): void {
  program
    .command('import')
    .description(
      'Bring a population into the store: NDJSON files, Bulk Data ($export) or a paged sweep. Without a source: progress.',
    )
    .requiredOption('--tenant <id>', 'tenant')
    .option('--files <path>', 'folder or file of FHIR NDJSON (.ndjson, .ndjson.gz) on this machine')
    .option('--bulk-data', 'Bulk Data export of the tenant’s FHIR server')
    .option('--group <id>', 'only this Group (with --bulk-data)')
    .option('--archive', 'lumbar films that the archive holds, also those that no chart names (with --since)')
    .option('--since <day>', 'films of this day and later, like 2025-01-31 (with --archive)')
    .option('--sweep', 'paged search by _lastUpdated, for servers without $export')
    .option('--anew', 'everything, not only what changed since the last import', false)
    .action(async (options: ImportOptions) => {
      const source = sourceOf(options);
      print(
        context,
        source
          ? await ask(options.tenant, 'POST', '/imports', source)
          : await ask(options.tenant, 'GET', '/imports'),
      );
    });
}

interface ImportOptions {
  tenant: string;
  files?: string;
  bulkData?: true;
  group?: string;
  archive?: true;
  since?: string;
  sweep?: true;
  anew: boolean;
}

function sourceOf(options: ImportOptions) {
  if (options.files !== undefined) return { kind: 'files', path: resolve(options.files) };
  if (options.bulkData) {
    const level =
      options.group === undefined ? { level: 'system' } : { level: 'group', groupId: options.group };
    return { kind: 'bulk-data', ...level, anew: options.anew };
  }
  if (options.archive) {
    if (options.since === undefined)
      throw new TrabeculaError('bad-request', '--archive: needs --since, the first day of the films');
    return { kind: 'archive', since: options.since };
  }
  return options.sweep ? { kind: 'sweep', anew: options.anew } : undefined;
}

function registerScreen(program: Command, context: CommandContext, ask: Ask): void {
  program
    .command('screen')
    .description(
      'Plan and begin a screening run over films that were not assessed. Without --begin: progress of the runs.',
    )
    .requiredOption('--tenant <id>', 'tenant')
    .option('--begin', 'begin a run')
    .option('--months <number>', 'films of the last so many months', '24')
    .option('--since <day>', 'instead: films of this day and later, like 2025-01-31')
    .option('--cohort <file>', 'only these patients: one id a line')
    .option('--pause <run>', 'pause a run')
    .option('--resume <run>', 'resume a paused run')
    .option('--cancel <run>', 'cancel a run for good')
    .option('--set-aside <run>', 'studies that failed three times, with their reasons')
    .action(async (options: ScreenOptions) => print(context, await screenAction(options, ask)));
}

interface ScreenOptions {
  readonly tenant: string;
  readonly begin?: true;
  readonly months: string;
  readonly since?: string;
  readonly cohort?: string;
  readonly pause?: string;
  readonly resume?: string;
  readonly cancel?: string;
  readonly setAside?: string;
}

async function screenAction(options: ScreenOptions, ask: Ask): Promise<unknown> {
  const { tenant } = options;
  for (const verb of ['pause', 'resume', 'cancel'] as const) {
    const run = options[verb];
    if (run !== undefined) return ask(tenant, 'POST', `/screening-runs/${encodeURIComponent(run)}/${verb}`);
  }
  if (options.setAside !== undefined)
    return ask(tenant, 'GET', `/screening-runs/${encodeURIComponent(options.setAside)}/set-aside`);
  if (!options.begin) return ask(tenant, 'GET', '/screening-runs');
  const patientIds = options.cohort === undefined ? {} : { patientIds: await cohortOf(options.cohort) };
  return ask(tenant, 'POST', '/screening-runs', {
    filmMonths: Number(options.months),
    ...(options.since === undefined ? {} : { filmsSince: options.since }),
    ...patientIds,
  });
}

async function cohortOf(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new TrabeculaError('not-found', `--cohort: cannot read ${path}`);
  });
  return text
    .split(/\r?\n/)
    .map((line) => line.trim().replace(/^Patient\//, ''))
    .filter((line) => line !== '');
}

function registerAsk(program: Command, context: CommandContext, ask: Ask): void {
  program
    .command('ask')
    .description('Ask a population question by name ("care-gap"). Without a name: the questions.')
    .argument('[question]', 'name of the question')
    .requiredOption('--tenant <id>', 'tenant')
    .option('--set <name=value...>', 'parameters, like asOf=2026-11-28', [])
    .option('--limit <number>', 'rows shown at most', '100')
    .action(
      async (question: string | undefined, options: { tenant: string; set: string[]; limit: string }) => {
        if (question === undefined) return print(context, await ask(options.tenant, 'GET', '/questions'));
        const parameters = new URLSearchParams([...options.set.map(pairOf), ['limit', options.limit]]);
        print(
          context,
          await ask(
            options.tenant,
            'GET',
            `/questions/${encodeURIComponent(question)}?${parameters.toString()}`,
          ),
        );
      },
    );
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new TrabeculaError('bad-request', `--set ${text}: must be name=value`);
  return [text.slice(0, at), text.slice(at + 1)];
}
