import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { readEvaluationFile } from '../adapters/model-package/evaluation-file.ts';
import { listPackages } from '../adapters/model-registry.ts';
import { modelsFolderOf } from '../compose/film-tools.ts';
import type { ModelEvaluation } from '../core/model/evaluation.ts';
import { researchNotice } from '../core/film/research-notice.ts';
import { TrabeculaError } from '../errors.ts';
import { int8InWords, modelReportPage } from '../report/model-report-page.ts';
import type { CommandContext } from './command.ts';

/** Adds `trabecula models report` to the `models` command. */
export function addModelsReport(models: Command, context: CommandContext): void {
  models
    .command('report')
    .description('What the models did on films that training never saw, with intervals and baselines.')
    .option('--models <folder>', 'folder of model packages')
    .option('--html <file>', 'write the page with plots')
    .action(async (options: { models?: string; html?: string }) => {
      const evaluations = await readEvaluations(modelsFolderOf(options, context.environment));
      if (options.html !== undefined) await writeFile(options.html, modelReportPage(evaluations));
      context.stdout.write(evaluations.map(describe).join('\n'));
    });
}

/** Of every active score package, the combination last. Throws TrabeculaError "not-found" when there is none at all. */
async function readEvaluations(folder: string): Promise<readonly ModelEvaluation[]> {
  const evaluations: ModelEvaluation[] = [];
  for (const { state, model } of await listPackages(folder)) {
    if (state !== 'active' || model?.manifest.kind !== 'score') continue;
    const evaluation = await readEvaluationFile(join(model.folder, 'evaluation.json'));
    if (evaluation === undefined) continue;
    if (evaluation.fileSha256 !== model.manifest.file.sha256)
      throw new TrabeculaError(
        'bad-model-package',
        `${model.folder}: evaluation.json is of another file than the one that runs`,
      );
    evaluations.push(evaluation);
  }
  for (const name of ['combination-evaluation.json', 'combination-int8-evaluation.json']) {
    const combination = await readEvaluationFile(join(folder, name));
    if (combination !== undefined) evaluations.push(combination);
  }
  if (evaluations.length === 0)
    throw new TrabeculaError('not-found', `no package in ${folder} has an evaluation.json`);
  return evaluations;
}

function describe(evaluation: ModelEvaluation): string {
  const word = evaluation.figuresAre === 'simulated' ? 'simulated ' : '';
  const figure = (f: { value: number | null; lower: number | null; upper: number | null } | undefined) =>
    f === undefined || f.value === null || f.lower === null || f.upper === null
      ? 'none'
      : `${f.value.toFixed(3)} (${f.lower.toFixed(3)} to ${f.upper.toFixed(3)})`;
  const lines = Object.entries(evaluation.sets).flatMap(([name, set]) => [
    `  ${word}${name} set, ${set.films} films, ${set.positives} with T <= -2.5`,
    `    AUC ${figure(set.auc)}`,
    ...Object.entries(set.baselines ?? {}).map(
      ([baseline, value]) => `    baseline ${baseline}: AUC ${figure(value)}`,
    ),
    ...(set.networkMinusBestBaseline === undefined
      ? []
      : [
          `    minus best baseline (${set.networkMinusBestBaseline.baseline}): ${figure(set.networkMinusBestBaseline)}`,
        ]),
    ...set.thresholds.map(
      (t) => `    ${t.name}: sensitivity ${figure(t.sensitivity)}, specificity ${figure(t.specificity)}`,
    ),
    ...(set.subgroups ?? []).map(
      (s) => `    ${s.group} ${s.value} (${s.films} films): AUC ${figure(s.auc ?? undefined)}`,
    ),
    ...(set.withoutDeformedVertebrae?.auc === undefined
      ? []
      : [`    without deformed vertebrae: AUC ${figure(set.withoutDeformedVertebrae.auc ?? undefined)}`]),
    ...(set.correlationWithWaistAtEqualBmd === undefined
      ? []
      : [`    correlation with waist at equal BMD ${set.correlationWithWaistAtEqualBmd.toFixed(2)}`]),
    ...Object.entries(set.fittedProbability ?? {}).map(
      ([name, p]) =>
        `    fitted probability, ${name}: AUC ${figure(p.auc)}, minus best baseline ${figure(p.minusBestBaseline)}, slope ${p.calibration.slope.toFixed(2)}`,
    ),
    `    calibration slope ${set.calibration.slope.toFixed(2)}, intercept ${set.calibration.intercept.toFixed(2)}, Brier ${set.calibration.brier.toFixed(3)}`,
  ]);
  const int8 = evaluation.int8 === undefined ? [] : [`  ${int8InWords(evaluation.int8)}`];
  return `${evaluation.modelId} (${researchNotice[evaluation.figuresAre]})\n${[...int8, ...lines].join('\n')}\n`;
}
