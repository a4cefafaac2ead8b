import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDxaTable } from '../adapters/dxa-table/dxa-table.ts';
import type { ModelSet } from '../adapters/model-registry.ts';
import { withFilmTools, type FilmToolOptions } from '../compose/film-tools.ts';
import { runningModelsOf } from '../compose/running-models.ts';
import { validateTenantRecord, type PeopleSource } from '../compose/validate-tenant-record.ts';
import { writeSiteReport } from '../compose/write-site-report.ts';
import { loadConfig } from '../config.ts';
import { readingRulesOf } from '../core/validation/reading-rules.ts';
import type { SiteReport, Verification } from '../core/validation/site-report.ts';
import { TrabeculaError } from '../errors.ts';
import type { FilmFile } from '../flow/read-film-folder.ts';
import { validateSite } from '../flow/validate-site.ts';
import { percentWithInterval, withInterval } from '../report/figures.ts';
import type { CommandContext, RegisterCommand } from './command.ts';

interface ValidateOptions extends FilmToolOptions {
  readonly films?: string;
  readonly dxa?: string;
  readonly tenant?: string;
  readonly fromRecord?: true | string;
  readonly challenger: boolean;
  readonly out: string;
  readonly title: string;
  readonly dxaOf: string;
  readonly simulated: boolean;
  readonly monthsBefore: string;
  readonly monthsAfter: string;
}

const VERIFICATIONS: readonly Verification[] = ['clinical-routine', 'random-sample', 'flagged-only'];
const PEOPLE_SOURCES: readonly PeopleSource[] = ['ehr', 'population'];

/** `trabecula validate`: the running models on a site's own people, from a folder and a table or from the record. */
export const registerValidate: RegisterCommand = (program, context) => {
  program
    .command('validate')
    .description(
      "Validate the models on a site's own films and DXA results: page, JSON and FHIR MeasureReport with intervals, subgroups, calibration and the site's own update. Either --films and --dxa, or --tenant and --from-record.",
    )
    .option('--films <folder>', 'DICOM files, in any depth')
    .option(
      '--dxa <file.csv>',
      'columns patientId, dxaDate, spineTScore, totalHipTScore, femoralNeckTScore, treatmentStartedOn',
    )
    .option('--tenant <id>', 'tenant of the configuration, with --from-record')
    .option(
      '--from-record [people]',
      'films, DXA results and treatments from the chart and the archive: of everybody with a T-score in the "ehr", or of those whom the imported "population" names. Run again it goes on where it was ended.',
    )
    .option(
      '--challenger',
      "the models that the tenant names as challenger, promoted or not, instead of the configuration's own (with --from-record)",
      false,
    )
    .option('--out <folder>', 'where the report is written', 'validation')
    .option('--title <text>', 'name of the site, shown on the report', 'Site validation')
    .option('--dxa-of <sample>', `who had a DXA: ${VERIFICATIONS.join(', ')}`, 'clinical-routine')
    .option('--simulated', 'the people are simulated: every figure is labelled so', false)
    .option('--months-before <n>', 'a DXA counts from so many months before the film', '12')
    .option('--months-after <n>', 'to so many months after it', '6')
    .option('--models <folder>', 'folder of model packages (with --films)')
    .option('--precision <arithmetic>', 'fp32, or int8 where a package has it (with --films)', 'fp32')
    .option('--view-rules <file.json>', "a site's rules for names of views and body parts (with --films)")
    .action((options: ValidateOptions) =>
      options.fromRecord === undefined
        ? validateFolder(options, context)
        : validateFromRecord(options.fromRecord, options, context),
    );
};

async function validateFolder(options: ValidateOptions, context: CommandContext): Promise<void> {
  if (options.films === undefined || options.dxa === undefined)
    throw new TrabeculaError('bad-request', 'give --films and --dxa, or --tenant and --from-record');
  const setting = settingOf(options, context.clock());
  const dxaResults = parseDxaTable(await readText(options.dxa), context.clock());
  const films = await filmFiles(options.films);
  const { report, models } = await withFilmTools(options, context.environment, async ({ reader }) => ({
    models: reader.models,
    report: await validateSite(
      {
        films,
        dxaResults,
        rules: readingRulesOf(reader.studyReader),
        setting,
        precision: runningModelsOf(reader.models).precision,
      },
      {
        filmReader: reader,
        onFilmRead: (count) => progress(`${count} of ${films.length} films`, context, count % 10 === 0),
      },
      2,
      new AbortController().signal,
    ),
  }));
  await present(report, models, options, context);
}

async function validateFromRecord(
  asked: true | string,
  options: ValidateOptions,
  context: CommandContext,
): Promise<void> {
  const people = PEOPLE_SOURCES.find((source) => source === (asked === true ? 'ehr' : asked));
  if (people === undefined)
    throw new TrabeculaError('bad-request', `--from-record is one of: ${PEOPLE_SOURCES.join(', ')}`);
  if (options.films !== undefined || options.dxa !== undefined || options.models !== undefined)
    throw new TrabeculaError('bad-request', '--from-record takes no --films, --dxa or --models');
  const config = loadConfig(context.environment);
  const tenant = config.tenants.find(({ id }) => id === options.tenant);
  if (tenant === undefined)
    throw new TrabeculaError('bad-request', '--tenant must name a tenant of the configuration');
  const { report, models, unreachable } = await validateTenantRecord(
    {
      config,
      tenant,
      people,
      challenger: options.challenger,
      setting: settingOf(options, context.clock()),
      outFolder: options.out,
      clock: context.clock,
      onPersonDone: (count) => progress(`${count} people`, context, count % 10 === 0),
    },
    new AbortController().signal,
  );
  context.stdout.write(measuredText(options.challenger, tenant.challenger !== undefined, models));
  await present(report, models, options, context);
  if (unreachable > 0)
    context.stdout.write(
      `${unreachable} people could not be read; run the command again to try them again\n`,
    );
}

/** A promotion stands in the records of going live, which this command does not open: so it says what it measured. */
function measuredText(asChallenger: boolean, hasChallenger: boolean, models: ModelSet): string {
  const { versions, precision } = runningModelsOf(models);
  const which = asChallenger ? 'the set named as challenger' : "the configuration's own set";
  const beside = hasChallenger
    ? '; which of the two speaks now is the champion of "trabecula go-live compare"'
    : '';
  return `measured: ${which} (AP ${versions.ap?.slice(0, 12)}, lateral ${versions.lateral?.slice(0, 12)}, ${precision})${beside}\n`;
}

async function present(
  report: SiteReport,
  { combination }: ModelSet,
  { out }: ValidateOptions,
  { stdout }: CommandContext,
): Promise<void> {
  const shipped = combination.kind === 'fitted' ? combination.combination : undefined;
  for (const path of await writeSiteReport(out, report, shipped)) stdout.write(`wrote ${path}\n`);
  stdout.write(summary(report));
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

/** On a terminal alone, where a line is written over by the next. */
function progress(words: string, { stderr }: CommandContext, isDue: boolean): void {
  if (stderr.isTTY === true && isDue) stderr.write(`\r${words}`);
}

function summary(report: SiteReport): string {
  const word = report.patients === 'simulated' ? 'simulated ' : '';
  const lines = report.scores.flatMap(({ score, target, accuracy }) => {
    if (accuracy.kind === 'not-estimable') return [];
    const area = accuracy.auc.kind === 'estimated' ? accuracy.auc.interval : accuracy.auc;
    return [
      `${score}, ${target}: AUC ${withInterval(area)}, sensitivity ${percentWithInterval(accuracy.sensitivity.wilson)}, specificity ${percentWithInterval(accuracy.specificity.wilson)}`,
    ];
  });
  return `${report.found}; ${report.pairing.studies} studies, ${report.pairing.analysed} ${word}people analysed\n${lines.join('\n')}\n`;
}
