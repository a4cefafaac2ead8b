import { readFile, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { parseSiteTables, type SiteTables } from '../adapters/site-tables/site-tables.ts';
import { poolSites, type PooledModel, type PoolReport } from '../core/validation/pool-sites.ts';
import type { NotEstimable } from '../core/statistics/estimate.ts';
import type { Target } from '../core/validation/target.ts';
import { TrabeculaError } from '../errors.ts';
import { percentWithInterval, withInterval } from '../report/figures.ts';
import { poolReportPage } from '../report/pool-report-page.ts';
import type { RegisterCommand } from './command.ts';

/** `trabecula pool site1.json site2.json ...`: the bivariate meta-analysis of several sites' validations. */
export const registerPool: RegisterCommand = (program, context) => {
  program
    .command('pool')
    .description(
      'Pool the validations of several sites by two bivariate models (Reitsma REML; exact binomial), with HSROC, SROC plot, heterogeneity and funnel test.',
    )
    .argument('<files...>', 'reports of "trabecula validate", or JSON tables {name, truePositives, ...}')
    .option('--spine', 'judge against the spine T-score alone, not the lowest of spine and hip', false)
    .option('--html <file>', 'write the page with forest and SROC plots')
    .option('--json <file>', 'write every figure as JSON')
    .action(async (files: string[], options: { spine: boolean; html?: string; json?: string }) => {
      const target: Target = options.spine ? 'spine' : 'any-site';
      const inputs = await Promise.all(files.map((file) => readTables(file, target)));
      const { report, remarks } = poolInputs(inputs);
      if (options.html !== undefined) await writeFile(resolve(options.html), poolReportPage(report, remarks));
      if (options.json !== undefined)
        await writeFile(resolve(options.json), `${JSON.stringify(report, null, 2)}\n`);
      context.stdout.write(summary(report, remarks));
    });
};

async function readTables(file: string, target: Target): Promise<SiteTables> {
  let text: string;
  try {
    text = await readFile(resolve(file), 'utf8');
  } catch (cause) {
    throw new TrabeculaError('not-found', `cannot read ${file}`, { cause });
  }
  return parseSiteTables(text, basename(file), target);
}

function poolInputs(inputs: readonly SiteTables[]): { report: PoolReport; remarks: readonly string[] } {
  const kinds = new Set(inputs.map((i) => i.people));
  if (kinds.size > 1)
    throw new TrabeculaError('bad-input-file', 'real and simulated people cannot be pooled together');
  const versions = new Set(inputs.map((i) => i.modelVersions).filter((v) => v !== undefined));
  const remarks =
    versions.size > 1
      ? ['The sites ran different model versions: the pooled figures belong to none of them.']
      : [];
  return {
    report: poolSites(
      inputs.flatMap((i) => i.tables),
      inputs[0]!.people,
    ),
    remarks,
  };
}

function summary(report: PoolReport, remarks: readonly string[]): string {
  const word = report.people === 'simulated' ? 'simulated ' : '';
  const { oddsRatio } = report;
  const lines = [
    `${report.studies.length} ${word}sites`,
    ...remarks,
    ...modelLines('approximate (Reitsma, REML)', report.approximate),
    ...modelLines('exact binomial (ML)', report.exact),
    oddsRatio.kind === 'pooled'
      ? `diagnostic odds ratio (DerSimonian-Laird): ${withInterval(oddsRatio.effect, 1)}; I² of ln odds ratio (Higgins) ${(100 * oddsRatio.iSquaredHiggins).toFixed(1)} %`
      : `diagnostic odds ratio: not estimable: ${oddsRatio.reason}`,
    report.funnel.kind === 'estimated'
      ? `Deeks' funnel test: p ${report.funnel.p.toFixed(3)}`
      : `Deeks' funnel test: not estimable: ${report.funnel.reason}`,
  ];
  return `${lines.join('\n')}\n`;
}

function modelLines(name: string, model: PooledModel | NotEstimable): readonly string[] {
  if (model.kind === 'not-estimable') return [`${name}: not estimable: ${model.reason}`];
  return [
    `${name}: sensitivity ${percentWithInterval(model.sensitivity)}, specificity ${percentWithInterval(model.specificity)}, AUC ${model.areaIntegral.toFixed(3)}`,
  ];
}
