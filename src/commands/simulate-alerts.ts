import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ndjsonFolderFeed } from '../adapters/population-feeds/ndjson-folder-feed.ts';
import { DEFAULT_DEPLOYMENT, type DecisionPolicy } from '../core/decision/policy.ts';
import { policyOverrides } from '../core/decision/policy-overrides.ts';
import { defaultViewRules } from '../core/film/default-view-rules.ts';
import { isCalendarDay } from '../core/patient/recorded-date.ts';
import { TrabeculaError } from '../errors.ts';
import { ChartsByPatient } from '../fhir/charts-by-patient.ts';
import { simulateAlerts, type AlertSimulation, type SimulatedUse } from '../flow/simulate-alerts.ts';
import { readPatientFilms } from '../sandbox/patients/read-patient-films.ts';
import { simulatedCharts } from '../sandbox/patients/simulated-charts.ts';
import { EXIT, type CommandContext, type RegisterCommand } from './command.ts';

const sandboxFilmsFolder = join(import.meta.dirname, '../sandbox/films');

interface Options {
  readonly population?: string;
  readonly asOf?: string;
  readonly policy?: string;
  readonly flagged: string;
  readonly uncertain: string;
  readonly openings: string;
  readonly daysApart: string;
  readonly users: string;
  readonly men: boolean;
  readonly json: boolean;
}

/** `trabecula simulate-alerts --population DIR`: alert burden before anybody is interrupted. */
export const registerSimulateAlerts: RegisterCommand = (program, context) => {
  program
    .command('simulate-alerts')
    .description(
      'How many cards a population would raise per 100 chart openings, by reason, before going live. Reads charts from ' +
        'FHIR NDJSON; films are not read: the share that is flagged is an assumption. Exit code 1: over the ceiling.',
    )
    .option(
      '--population <path>',
      'FHIR R4 NDJSON file, or a folder of them (.ndjson, .ndjson.gz); without it the simulated patients of the sandbox',
    )
    .option('--as-of <date>', 'day of the first opening (default: today)')
    .option('--policy <file.json>', "the site's overrides of the decision policy")
    .option(
      '--flagged <percent>',
      'share of films that is flagged (38: Boonrod 2025 AP at 10 % prevalence)',
      '38',
    )
    .option('--uncertain <percent>', 'share of films that is uncertain', '0')
    .option('--openings <n>', 'openings of each chart', '3')
    .option('--days-apart <n>', 'days between two openings of a chart', '10')
    .option('--users <n>', 'users who take turns in opening a chart', '2')
    .option('--men', 'as if the model were validated on enough men', false)
    .option('--json', 'print JSON', false)
    .action((options: Options) => run(options, context));
};

async function run(options: Options, context: CommandContext): Promise<void> {
  const asOf = options.asOf === undefined ? context.clock() : dayOf(options.asOf);
  const use = useOf(options, asOf);
  const policy = await policyOf(options);
  const charts = await chartsOf(options.population, asOf);
  const rules = { viewRules: defaultViewRules, cardAgeLimitMonths: policy.thresholds.filmHoldsMonths };
  const simulation = await simulateAlerts(charts.records([]), use, policy, rules);
  if (simulation.patients === 0)
    throw new TrabeculaError('bad-input-file', 'the population holds no Patient');
  context.stdout.write(
    options.json ? `${JSON.stringify(simulation, null, 2)}\n` : text(simulation, use, policy),
  );
  if (simulation.burden.overCeiling) process.exitCode = EXIT.refused;
}

async function chartsOf(population: string | undefined, asOf: Date): Promise<ChartsByPatient> {
  const charts = new ChartsByPatient();
  if (population === undefined) {
    for (const { patient, resources } of simulatedCharts(await readPatientFilms(sandboxFilmsFolder), asOf))
      for (const resource of [patient, ...resources]) charts.add(resource);
    return charts;
  }
  const feed = ndjsonFolderFeed(population, () => asOf);
  for await (const { resources } of feed.open(undefined, new AbortController().signal))
    for (const resource of resources) charts.add(resource);
  return charts;
}

function dayOf(text: string): Date {
  if (!isCalendarDay(text)) throw new TrabeculaError('bad-request', '--as-of: a day such as 2026-05-20');
  return new Date(`${text}T12:00:00Z`);
}

function useOf(options: Options, asOf: Date): SimulatedUse {
  const flaggedPercent = number('--flagged', options.flagged, 0, 100);
  return {
    asOf,
    openingsPerPatient: whole('--openings', options.openings, 1_000),
    daysBetweenOpenings: whole('--days-apart', options.daysApart, 365),
    usersPerPatient: whole('--users', options.users, 1_000),
    flaggedPercent,
    uncertainPercent: number('--uncertain', options.uncertain, 0, 100 - flaggedPercent),
  };
}

function number(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most))
    throw new TrabeculaError('bad-request', `${option}: a number from ${least} to ${most}`);
  return value;
}

function whole(option: string, text: string, most: number): number {
  const value = number(option, text, 1, most);
  if (!Number.isInteger(value)) throw new TrabeculaError('bad-request', `${option}: a whole number`);
  return value;
}

/** Live, and as if the model were allowed to speak: what is asked is what would happen then. */
async function policyOf({ policy: path, men }: Options): Promise<DecisionPolicy> {
  const { thresholds, ...settings } = policyOverrides(path === undefined ? {} : await readOverrides(path));
  const dxaPositiveMenValidated = men ? thresholds.dxaPositiveMenNeeded : 0;
  const mode = { kind: 'live' } as const;
  return {
    thresholds,
    deployment: { ...DEFAULT_DEPLOYMENT, ...settings, mode, isSandbox: true, dxaPositiveMenValidated },
  };
}

async function readOverrides(path: string): Promise<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch (cause) {
    throw new TrabeculaError('bad-input-file', `cannot read ${path} as JSON`, { cause });
  }
  throw new TrabeculaError('bad-input-file', `${path} must hold one JSON object`);
}

function text(simulation: AlertSimulation, use: SimulatedUse, { thresholds }: DecisionPolicy): string {
  const { patients, withLumbarFilm, openings, cards, cardsByReason, workList, burden } = simulation;
  const perHundred = burden.cardsPerHundredOpenings?.toFixed(1) ?? '-';
  const verdict = burden.overCeiling ? 'over' : 'within';
  return [
    `${patients} patients, ${withLumbarFilm} with a lumbar radiograph; assumed: ${use.flaggedPercent} % of films flagged`,
    `${openings} chart openings, ${cards} cards: ${perHundred} per 100 openings, ${verdict} the ceiling of ${thresholds.cardsPerHundredOpenings}`,
    ...counts('cards by reason', cardsByReason),
    ...counts('on the work list', workList),
    '',
  ].join('\n');
}

function counts(title: string, byName: Readonly<Record<string, number>>): string[] {
  const lines = Object.entries(byName).sort(([, a], [, b]) => b - a);
  return [`${title}:`, ...lines.map(([name, count]) => `  ${String(count).padStart(7)}  ${name}`)];
}
