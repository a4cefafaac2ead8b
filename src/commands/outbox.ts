import { InvalidArgumentError, type Command } from 'commander';
import { callLocalService } from '../adapters/local-admin/call-local-service.ts';
import { loadConfig } from '../config.ts';
import type { CommandContext, RegisterCommand } from './command.ts';

interface ListedEntry {
  readonly intentNumber: number;
  readonly tenantId: string;
  readonly kind: string;
  readonly attempts: number;
  readonly error?: string;
  readonly path?: string;
  readonly createdAt: string;
}

interface OutboxList {
  readonly waiting: number;
  readonly dead: number;
  readonly entries: readonly ListedEntry[];
}

/** One line an entry. Patients are left out: a terminal is read over a shoulder. */
const lineOf = (entry: ListedEntry): string =>
  [
    entry.intentNumber,
    entry.createdAt,
    entry.tenantId,
    entry.kind,
    `tries ${entry.attempts}`,
    entry.error ?? entry.path ?? '',
  ].join('\t');

function registerList(outbox: Command, context: CommandContext): void {
  outbox
    .command('list')
    .description('Show what waits to be written to the health record, was written, or was given up.')
    .option('--state <state>', 'waiting, done or dead', 'dead')
    .option('--limit <count>', 'newest entries shown', '50')
    .action(async ({ state, limit }: { state: string; limit: string }) => {
      const { dataFolder } = loadConfig(context.environment);
      const query = new URLSearchParams({ state, limit }).toString();
      const answer = await callLocalService(dataFolder, { method: 'GET', path: `/outbox?${query}` });
      const { waiting, dead, entries } = answer as OutboxList;
      context.stdout.write(`${waiting} waiting, ${dead} given up\n`);
      for (const entry of entries) context.stdout.write(`${lineOf(entry)}\n`);
    });
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('a number of `outbox list` is needed');
  return Number(text);
}

function registerReplay(outbox: Command, context: CommandContext): void {
  outbox
    .command('replay')
    .description('Try given-up writes again: all of them, or one by its number.')
    .argument('[number]', 'first column of `outbox list`', wholeNumber)
    .action(async (intentNumber: number | undefined) => {
      const { dataFolder } = loadConfig(context.environment);
      const body = intentNumber === undefined ? {} : { intentNumber };
      const answer = await callLocalService(dataFolder, { method: 'POST', path: '/outbox/replays', body });
      context.stdout.write(`${(answer as { replayed: number }).replayed} put back\n`);
    });
}

/** `outbox list` and `outbox replay`: they ask the service that runs on this machine. */
export const registerOutbox: RegisterCommand = (program, context) => {
  const outbox = program.command('outbox').description('Inspect and replay writes to the health record.');
  registerList(outbox, context);
  registerReplay(outbox, context);
};
