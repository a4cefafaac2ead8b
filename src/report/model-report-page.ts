import { wilson } from '../core/statistics/proportion.ts';
import type {
  EvaluatedCut,
  EvaluatedFigure,
  EvaluatedSet,
  ModelEvaluation,
} from '../core/model/evaluation.ts';
import { decimal, table } from './figures.ts';
import { html, type Markup } from './html.ts';
import { notice, page, researchNotice } from './page.ts';
import { calibrationPlot } from './plots/calibration-plot.ts';
import { rocPlot } from './plots/roc-plot.ts';

type Int8Evaluation = NonNullable<ModelEvaluation['int8']>;

/** What the training tools found on films that training never saw; published figures of others never stand here. */
export function modelReportPage(evaluations: readonly ModelEvaluation[]): string {
  const kinds = new Set(evaluations.map((e) => e.figuresAre));
  return page(
    'Evaluation of the models',
    html`<h1>Evaluation of the models</h1>
      ${[...kinds].map(researchNotice)}
      ${kinds.has('simulated') ? notice('Every figure marked simulated is of simulated people and films. None says how the model would do on a real film.') : undefined}
      ${evaluations.map(evaluationSection)}`,
  );
}

function evaluationSection(evaluation: ModelEvaluation): Markup {
  const word = evaluation.figuresAre === 'simulated' ? 'simulated ' : '';
  const file =
    typeof evaluation.fileSha256 === 'string'
      ? evaluation.fileSha256
      : Object.entries(evaluation.fileSha256)
          .map(([view, sha]) => `${view} ${sha}`)
          .join(', ');
  return html`<h2>${evaluation.modelId}</h2>
    <p class="soft">${evaluation.statement}. File ${file}.</p>
    ${evaluation.int8 === undefined ? undefined : html`<p>${int8InWords(evaluation.int8)}</p>`}
    ${Object.entries(evaluation.sets).map(([name, set]) => setSection(name, set, word))}`;
}

/** Whether int8 may be used with these weights, and why. */
export function int8InWords({ films, aucChange, equalDecisionShare, admitted }: Int8Evaluation): string {
  return (
    `int8 ${admitted ? 'is admitted' : 'is not admitted'}: over ${films} films of validation and test the AUC ` +
    `changes by ${decimal(aucChange, 4)} and ${decimal(100 * equalDecisionShare, 1)} % of the answers are equal.`
  );
}

function setSection(name: string, set: EvaluatedSet, word: string): Markup {
  const title = `${word}${name} set`;
  return html`<h3>
      ${title[0]!.toUpperCase()}${title.slice(1)}: ${set.films} films, ${set.positives} with T ≤ −2.5
    </h3>
    ${set.statement === undefined ? undefined : html`<p>${set.statement}.</p>`}
    <div class="pair">${plots(set, title)}</div>
    ${scoreTable(set, title)} ${cutTable(set.thresholds, title)} ${confusion(set.thresholds, title)}
    ${subgroupTable(set, title)} ${fittedTable(set, title)} ${remarks(set)}`;
}

function plots(set: EvaluatedSet, title: string): Markup {
  const curve = (set.rocCurve ?? []).map((p) => ({
    cut: 0,
    sensitivity: p.truePositiveShare,
    specificity: 1 - p.falsePositiveShare,
  }));
  const flagged = set.thresholds.find((t) => t.name === 'flagged');
  const at =
    flagged === undefined || flagged.sensitivity.value === null || flagged.specificity.value === null
      ? undefined
      : { sensitivity: flagged.sensitivity.value, specificity: flagged.specificity.value };
  const bins = set.calibration.bins.map(({ meanPredicted, observed, n }) => ({
    meanPredicted,
    observed: wilson(Math.round(observed * n), n),
    cases: n,
  }));
  return html`${
    curve.length === 0
      ? undefined
      : rocPlot(`ROC curve, ${title}`, [{ label: title, curve, at }], 'The dot is the flagging cut.')
  }${calibrationPlot(`Calibration, ${title}`, bins, 'Tenths of the films; bars are 95 % intervals (Wilson).')}`;
}

function scoreTable(set: EvaluatedSet, title: string): Markup {
  const difference = set.networkMinusBestBaseline;
  return table(
    `AUC, ${title}`,
    ['score', 'AUC (95 % interval)'],
    [
      ['this model', withLimits(set.auc)],
      ...Object.entries(set.baselines ?? {}).map(([name, value]) => [`baseline: ${name}`, withLimits(value)]),
      ...(difference === undefined
        ? []
        : [
            [
              `model minus best baseline (${difference.baseline}), resampled by person`,
              withLimits(difference),
            ],
          ]),
    ],
  );
}

function cutTable(cuts: readonly EvaluatedCut[], title: string): Markup {
  const ppv = (cut: EvaluatedCut) =>
    cut.predictive.map((p) => (p.ppv === null ? 'none flagged' : decimal(p.ppv))).join(' / ');
  return table(
    `Cuts, ${title}`,
    ['cut', 'score at or above', 'sensitivity', 'specificity', 'PPV at 5 / 10 / 20 %'],
    cuts.map((c) => [
      c.name,
      decimal(c.scoreAtOrAbove, 3),
      withLimits(c.sensitivity),
      withLimits(c.specificity),
      ppv(c),
    ]),
  );
}

function confusion(cuts: readonly EvaluatedCut[], title: string): Markup | undefined {
  const point = cuts.find((c) => c.name === 'operatingPoint');
  if (point === undefined) return undefined;
  return table(
    `Counts at the operating point, ${title}`,
    ['', 'T ≤ −2.5', 'T > −2.5'],
    [
      ['at or above the cut', point.truePositive, point.falsePositive],
      ['below the cut', point.falseNegative, point.trueNegative],
    ],
  );
}

function subgroupTable(set: EvaluatedSet, title: string): Markup | undefined {
  if (set.subgroups === undefined || set.subgroups.length === 0) return undefined;
  return table(
    `Subgroups, ${title}`,
    ['group', 'films', 'with T ≤ −2.5', 'AUC', 'sensitivity at the flagging cut', 'specificity'],
    set.subgroups.map((s) => [
      `${s.group}: ${s.value}`,
      s.films,
      s.positives,
      s.auc === null ? 'too few' : withLimits(s.auc),
      withLimits(s.sensitivityAtFlagged),
      withLimits(s.specificityAtFlagged),
    ]),
  );
}

const FITTED_NAMES: Readonly<Record<string, string>> = {
  both: 'both views, age and sex',
  ap: 'AP view, age and sex',
  lateral: 'lateral view, age and sex',
  ageSexOnly: 'age and sex alone',
};

function fittedTable(set: EvaluatedSet, title: string): Markup | undefined {
  if (set.fittedProbability === undefined) return undefined;
  return table(
    `Fitted probability, ${title}`,
    ['of', 'AUC', 'minus best baseline', 'calibration slope', 'intercept', 'Brier'],
    Object.entries(set.fittedProbability).map(([name, { auc, minusBestBaseline, calibration }]) => [
      FITTED_NAMES[name] ?? name,
      auc === undefined ? 'not stated' : withLimits(auc),
      minusBestBaseline === undefined
        ? 'not stated'
        : `${withLimits(minusBestBaseline)}, ${minusBestBaseline.baseline}`,
      decimal(calibration.slope),
      decimal(calibration.intercept),
      decimal(calibration.brier, 3),
    ]),
  );
}

function remarks(set: EvaluatedSet): Markup {
  const { calibration, withoutDeformedVertebrae: undeformed, correlationOfViewScores: views } = set;
  const lines = [
    `Calibration: slope ${decimal(calibration.slope)}, intercept ${decimal(calibration.intercept)}, Brier ${decimal(calibration.brier, 3)}.`,
    undeformed === undefined || undeformed.auc === null
      ? undefined
      : `Films without a deformed vertebra (${undeformed.films}): AUC ${withLimits(undeformed.auc)}${atFlagged(undeformed)}.`,
    set.correlationWithWaistAtEqualBmd === undefined
      ? undefined
      : `Correlation of the score with waist at equal BMD: ${decimal(set.correlationWithWaistAtEqualBmd)}.`,
    set.refusedAsNovelShare === undefined
      ? undefined
      : `Refused as unlike the training films: ${decimal(100 * set.refusedAsNovelShare, 1)} %.`,
    views === undefined
      ? undefined
      : `Correlation of the two views’ scores: ${decimal(views.positives)} among positives, ${decimal(views.negatives)} among the others: they are not independent, and the combination does not treat them so.`,
  ];
  return html`${lines.filter((line) => line !== undefined).map((line) => html`<p>${line}</p>`)}`;
}

function atFlagged({ atFlagged: cut }: NonNullable<EvaluatedSet['withoutDeformedVertebrae']>): string {
  if (cut === undefined) return '';
  return `; at the flagging cut sensitivity ${withLimits(cut.sensitivity)}, specificity ${withLimits(cut.specificity)}`;
}

function withLimits({ value, lower, upper }: EvaluatedFigure): string {
  if (value === null || lower === null || upper === null) return 'nothing to count';
  return `${decimal(value, 3)} (${decimal(lower, 3)} to ${decimal(upper, 3)})`;
}
