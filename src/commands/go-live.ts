import { resolve } from 'node:path';
import type { Command } from 'commander';
import { readSiteReportFile } from '../adapters/site-report-file/site-report-file.ts';
import { tenantModels } from '../compose/tenant-models.ts';
import { SIGN_OFF_ROLES, type GoLiveRecord, type SignOffRole } from '../core/go-live/records.ts';
import { TrabeculaError } from '../errors.ts';
import * as goLive from '../flow/go-live.ts';
import type { CommandContext, RegisterCommand } from './command.ts';
import { addChallenger } from './go-live-challenger.ts';
import {
  acting,
  inSession,
  openConfiguredStore,
  type GoLiveContext,
  type OpenGoLiveStore,
} from './go-live-session.ts';

export const registerGoLive: RegisterCommand = (program, context) =>
  registerGoLiveWith(openConfiguredStore, program, context);

/** `trabecula go-live ...`: the recorded decisions that take a tenant from silent to research or live. */
export function registerGoLiveWith(
  openStore: OpenGoLiveStore,
  program: Command,
  context: CommandContext,
): void {
  const opened = { ...context, openStore };
  const command = program
    .command('go-live')
    .description(
      'Record and show the decisions by which a tenant leaves silent mode. Every step is audited.',
    );
  addStatus(command, opened);
  addCriteria(command, opened);
  addValidation(command, opened);
  addSignOff(command, opened);
  addSilence(command, opened);
  addChallenger(command, opened);
}

function addStatus(command: Command, context: GoLiveContext): void {
  command
    .command('status')
    .description('The mode in force, what it lacks, and everything that was recorded.')
    .requiredOption('--tenant <id>', 'tenant of the configuration')
    .action((options: { tenant: string }) =>
      inSession(options.tenant, context, async ({ tenant, config, ports }) => {
        const records = await ports.records.of(tenant.id);
        const { champion } = await tenantModels(config, tenant, records);
        const decision = await goLive.currentMode(tenant, champion, ports);
        const lines = [
          `${tenant.id}: ${decision.mode} (configured: ${tenant.mode})`,
          ...decision.obstacles.map((o) => `  not ${tenant.mode}: ${o.text} [${o.code}]`),
          ...records.map((r) => `${r.at.toISOString()} ${describe(r)}, by ${r.by}`),
        ];
        context.stdout.write(`${lines.join('\n')}\n`);
      }),
    );
}

function describe(record: GoLiveRecord): string {
  switch (record.kind) {
    case 'criteria-locked': {
      const c = record.criteria;
      return `criteria locked: at least ${c.fewestPeople} people, ${c.fewestWithOsteoporosis} with osteoporosis, lower limits of sensitivity ${c.sensitivityLowerLimit} and PPV ${c.ppvLowerLimit}`;
    }
    case 'validation-report':
      return `validation report ${record.reportDigest} of ${record.resultsAt.toISOString().slice(0, 10)}, ${record.figures.people} people`;
    case 'sign-off':
      return `signed off as ${record.role}: report ${record.reportDigest}`;
    case 'promoted':
      return `promoted (AP ${record.models.versions.ap ?? 'none'}, lateral ${record.models.versions.lateral ?? 'none'}, ${record.models.precision}): ${record.reason}`;
    case 'silenced':
      return `silenced: ${record.reason}`;
    case 'silence-lifted':
      return `silence lifted: ${record.reason}`;
  }
}

interface CriteriaOptions {
  readonly tenant: string;
  readonly by: string;
  readonly people: string;
  readonly osteoporosis: string;
  readonly sensitivity: string;
  readonly ppv: string;
}

function addCriteria(command: Command, context: GoLiveContext): void {
  acting(command.command('lock-criteria'))
    .description('Lock what the validation must reach, before its results are seen.')
    .requiredOption('--people <n>', 'fewest people with film and DXA')
    .requiredOption('--osteoporosis <n>', 'fewest of them with osteoporosis by DXA')
    .requiredOption('--sensitivity <share>', 'floor of the lower 95 % limit of sensitivity, like 0.7')
    .requiredOption(
      '--ppv <share>',
      'floor of the lower 95 % limit of PPV at the local prevalence, like 0.25',
    )
    .action((options: CriteriaOptions) =>
      inSession(options.tenant, context, async ({ tenant, ports }) => {
        const criteria = {
          fewestPeople: Number(options.people),
          fewestWithOsteoporosis: Number(options.osteoporosis),
          sensitivityLowerLimit: Number(options.sensitivity),
          ppvLowerLimit: Number(options.ppv),
        };
        await goLive.lockCriteria(tenant, criteria, options.by, ports);
        context.stdout.write('The criteria are locked.\n');
      }),
    );
}

function addValidation(command: Command, context: GoLiveContext): void {
  acting(command.command('record-validation'))
    .description('Record a report of "trabecula validate" for this tenant.')
    .requiredOption('--report <file>', 'report.json')
    .action((options: { tenant: string; by: string; report: string }) =>
      inSession(options.tenant, context, async ({ tenant, ports }) => {
        const file = await readSiteReportFile(resolve(options.report));
        await goLive.recordValidation(tenant, file, options.by, ports);
        context.stdout.write(`Recorded. Its digest, for the sign-offs: ${file.digest}\n`);
      }),
    );
}

function addSignOff(command: Command, context: GoLiveContext): void {
  acting(command.command('sign-off'))
    .description('Sign a recorded validation report: two roles, two people.')
    .requiredOption('--report <digest>', 'SHA-256 of the recorded report')
    .requiredOption('--role <role>', SIGN_OFF_ROLES.join(' or '))
    .action((options: { tenant: string; by: string; report: string; role: string }) =>
      inSession(options.tenant, context, async ({ tenant, ports }) => {
        if (!SIGN_OFF_ROLES.includes(options.role as SignOffRole))
          throw new TrabeculaError('bad-request', `--role is ${SIGN_OFF_ROLES.join(' or ')}`);
        await goLive.signOff(tenant, options.report, options.role as SignOffRole, options.by, ports);
        context.stdout.write('Signed.\n');
      }),
    );
}

function addSilence(command: Command, context: GoLiveContext): void {
  const steps = [
    ['silence', 'Put the tenant back to silent at once.', goLive.silence, 'Silent.\n'],
    [
      'lift-silence',
      'End a silence; live mode then needs two new sign-offs.',
      goLive.liftSilence,
      'Lifted.\n',
    ],
  ] as const;
  for (const [name, description, step, done] of steps)
    acting(command.command(name))
      .description(description)
      .requiredOption('--reason <text>', 'why (no patient data)')
      .action((options: { tenant: string; by: string; reason: string }) =>
        inSession(options.tenant, context, async ({ tenant, ports }) => {
          await step(tenant, options.reason, options.by, ports);
          context.stdout.write(done);
        }),
      );
}
