import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { callLocalService, fileFromLocalService } from '../adapters/local-admin/call-local-service.ts';
import { loadConfig } from '../config.ts';
import type { RegisterCommand } from './command.ts';

/** `trabecula research-export`: de-identified rows with their dictionary and the counts of what was held back. */
export const registerResearchExport: RegisterCommand = (program, context) => {
  program
    .command('research-export')
    .description(
      'Export de-identified patients with an assessed film for research: patients.csv, dictionary.json, report.json. Not an expert determination.',
    )
    .requiredOption('--tenant <id>', 'tenant')
    .requiredOption('--project <name>', 'name of the project: pseudonyms and date shifts are its own')
    .requiredOption('--out <folder>', 'new folder for the three files')
    .option('--years', 'only the years of dates, no intervals', false)
    .action(async (options: { tenant: string; project: string; out: string; years: boolean }) => {
      const { dataFolder } = loadConfig(context.environment);
      const headers = { 'X-Trabecula-Tenant': options.tenant };
      const path = '/population/research-exports';
      const folder = resolve(options.out);
      const body = { project: options.project, dates: options.years ? 'year' : 'shifted' };
      const file = await fileFromLocalService(dataFolder, { method: 'POST', path, headers, body });
      await mkdir(folder, { recursive: true });
      await pipeline(
        Readable.fromWeb(file.bytes),
        createWriteStream(join(folder, 'patients.csv'), { mode: 0o600 }),
      );
      const exportId = file.headers.get('x-research-export');
      const { exports } = (await callLocalService(dataFolder, { method: 'GET', path, headers })) as {
        readonly exports: readonly { readonly exportId: string }[];
      };
      const report = exports.find((one) => one.exportId === exportId);
      const dictionary = await callLocalService(dataFolder, {
        method: 'GET',
        path: `${path}/dictionary`,
        headers,
      });
      await writeFile(join(folder, 'dictionary.json'), `${JSON.stringify(dictionary, null, 2)}\n`);
      await writeFile(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
      context.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    });
};
