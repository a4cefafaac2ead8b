import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDxaTable } from '../adapters/dxa-table/dxa-table.ts';
import { withFilmTools, type FilmToolOptions } from '../compose/film-tools.ts';
import { runningModelsOf } from '../compose/running-models.ts';
import type { Combination } from '../core/model/combination.ts';
import { readingRulesOf } from '../core/validation/reading-rules.ts';
import { siteCombination } from '../core/validation/site-combination.ts';
import type { SiteReport, Verification } from '../core/validation/site-report.ts';
import { TrabeculaError } from '../errors.ts';
import { printValidationMeasureReport } from '../fhir/validation-measure-report.ts';
import type { FilmFile } from '../flow/read-film-folder.ts';
import { validateSite, type ValidatedSite } from '../flow/validate-site.ts';
import { percentWithInterval, withInterval } from '../report/figures.ts';
import { siteReportPage } from '../report/site-report-page.ts';
import type { CommandContext, RegisterCommand } from './command.ts';

interface ValidateOptions extends FilmToolOptions {
  readonly films: string;
  readonly dxa: string;
  readonly out: string;
  readonly title: string;
  readonly dxaOf: string;
  readonly simulated: boolean;
  readonly monthsBefore: string;
  readonly monthsAfter: string;
}

const VERIFICATIONS: readonly Verification[] = ['clinical-routine', 'random-sample', 'flagged-only'];

/** `trabecula validate --films DIR --dxa results.csv`: the running models on a site's own people. */
export const registerValidate: RegisterCommand = (program, context) => {
  program
    .command('validate')
    .description(
      "Validate the models on a site's own films and DXA results: page, JSON and FHIR MeasureReport with intervals, subgroups, calibration and the site's own update.",
    )
    .requiredOption('--films <folder>', 'DICOM files, in any depth')
    .requiredOption(
      '--dxa <file.csv>',
      'columns patientId, dxaDate, spineTScore, totalHipTScore, femoralNeckTScore, treatmentStartedOn',
    )
    .option('--out <folder>', 'where the report is written', 'validation')
    .option('--title <text>', 'name of the site, shown on the report', 'Site validation')
    .option('--dxa-of <sample>', `who had a DXA: ${VERIFICATIONS.join(', ')}`, 'clinical-routine')
    .option('--simulated', 'the people are simulated: every figure is labelled so', false)
    .option('--months-before <n>', 'a DXA counts from so many months before the film', '12')
    .option('--months-after <n>', 'to so many months after it', '6')
    .option('--models <folder>', 'folder of model packages')
    .option('--precision <arithmetic>', 'fp32, or int8 where a package has it', 'fp32')
    .option('--view-rules <file.json>', "a site's rules for names of views and body parts")
    .action((options: ValidateOptions) => validate(options, context));
};

async function validate(options: ValidateOptions, context: CommandContext): Promise<void> {
  const setting = settingOf(options, context.clock());
  const dxaResults = parseDxaTable(await readText(options.dxa), context.clock());
  const films = await filmFiles(options.films);
  const { site, models } = await withFilmTools(options, context.environment, async ({ reader }) => ({
    models: reader.models,
    site: await validateSite(
      {
        films,
        dxaResults,
        rules: readingRulesOf(reader.studyReader),
        setting,
        precision: runningModelsOf(reader.models).precision,
      },
      { filmReader: reader, onFilmRead: (count) => progress(count, films.length, context) },
      2,
      new AbortController().signal,
    ),
  }));
  const shipped = models.combination.kind === 'fitted' ? models.combination.combination : undefined;
  context.stdout.write(await writeReport(options.out, site.report, shipped));
  context.stdout.write(summary(site));
}

function settingOf(options: ValidateOptions, now: Date) {
  const verification = VERIFICATIONS.find((v) => v === options.dxaOf);
  if (verification === undefined)
    throw new TrabeculaError('bad-request', `--dxa-of is one of: ${VERIFICATIONS.join(', ')}`);
  const window = { monthsBefore: Number(options.monthsBefore), monthsAfter: Number(options.monthsAfter) };
  if (Object.values(window).some((months) => !Number.isInteger(months) || months < 0 || months > 60))
    throw new TrabeculaError(
      'bad-request',
      '--months-before and --months-after are whole numbers from 0 to 60',
    );
  return {
    title: options.title,
    madeAt: now.toISOString(),
    patients: options.simulated ? ('simulated' as const) : ('real' as const),
    verification,
    window,
  };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new TrabeculaError('not-found', `cannot read ${path}`, { cause });
  }
}

async function filmFiles(folder: string): Promise<readonly FilmFile[]> {
  let entries;
  try {
    entries = await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (cause) {
    throw new TrabeculaError('not-found', `cannot read the folder ${folder}`, { cause });
  }
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ bytes: () => readFile(path) }));
}

function progress(count: number, all: number, { stderr }: CommandContext): void {
  if (stderr.isTTY === true && (count % 10 === 0 || count === all))
    stderr.write(`\r${count} of ${all} films${count === all ? '\n' : ''}`);
}

async function writeReport(
  folder: string,
  report: SiteReport,
  shipped: Combination | undefined,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const files: [string, string][] = [
    ['report.html', siteReportPage(report)],
    ['report.json', json(report)],
    ['measure-report.json', json(printValidationMeasureReport(report))],
  ];
  const own = shipped === undefined ? undefined : siteCombination(report, shipped);
  if (own !== undefined && !('kind' in own)) files.push(['combination.json', json(own)]);
  for (const [name, text] of files) await writeFile(join(folder, name), text);
  return files.map(([name]) => `wrote ${join(folder, name)}\n`).join('');
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function summary({ report, files, unreadableFiles }: ValidatedSite): string {
  const word = report.patients === 'simulated' ? 'simulated ' : '';
  const lines = report.scores.flatMap(({ score, target, accuracy }) => {
    if (accuracy.kind === 'not-estimable') return [];
    const area = accuracy.auc.kind === 'estimated' ? accuracy.auc.interval : accuracy.auc;
    return [
      `${score}, ${target}: AUC ${withInterval(area)}, sensitivity ${percentWithInterval(accuracy.sensitivity.wilson)}, specificity ${percentWithInterval(accuracy.specificity.wilson)}`,
    ];
  });
  return `${files} files (${unreadableFiles} unreadable), ${report.pairing.studies} studies, ${report.pairing.analysed} ${word}people analysed\n${lines.join('\n')}\n`;
}
