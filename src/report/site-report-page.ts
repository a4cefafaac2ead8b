import type { Calibration } from '../core/statistics/calibration.ts';
import type { NotEstimable } from '../core/statistics/estimate.ts';
import { EXCLUSIONS, type Exclusion } from '../core/validation/validation-case.ts';
import type { ScoreName, ScoreReport, SiteReport } from '../core/validation/site-report.ts';
import { TARGET_TEXT, type Target } from '../core/validation/target.ts';
import { comparisonSection } from './comparison-section.ts';
import { decimal, percentWithInterval, table, withInterval } from './figures.ts';
import { html, type Markup } from './html.ts';
import { notice, page, researchNotice } from './page.ts';
import { calibrationPlot } from './plots/calibration-plot.ts';
import { flowDiagram } from './plots/flow-diagram.ts';
import { rocPlot } from './plots/roc-plot.ts';
import { siteFitSection } from './site-fit-section.ts';
import { subgroupSection } from './subgroup-section.ts';

const SCORE_TEXT: Readonly<Record<ScoreName, string>> = {
  together: 'films of a study together',
  ap: 'AP film alone',
  lateral: 'lateral film alone',
};

const VERIFICATION_TEXT: Readonly<Record<SiteReport['verification'], string>> = {
  'random-sample': 'The people were drawn at random for DXA, whatever their film showed.',
  'clinical-routine':
    'The people had a DXA for clinical reasons. Those sent for DXA differ from all people with a film: sensitivity and specificity can be biased (verification bias).',
  'flagged-only':
    'Only flagged people had a DXA. PPV is all that can be said; sensitivity, specificity, AUC and calibration need a random sample of the others.',
};

/** The validation of a site as a page for people; prints on paper, needs nothing from elsewhere. */
export function siteReportPage(report: SiteReport): string {
  const simulated = report.patients === 'simulated';
  const word = simulated ? 'simulated ' : '';
  return page(
    report.title,
    html`<h1>${report.title}</h1>
      <p class="soft">
        Made ${report.madeAt.slice(0, 10)}. ${report.pairing.analysed} ${word}people.
        ${VERIFICATION_TEXT[report.verification]}
      </p>
      ${researchNotice(report.modelTraining)}
      ${simulated ? notice('Simulated patients: every figure on this page is simulated and says nothing about real people.') : undefined}
      ${notice('Local validation does not replace regulatory clearance. A film that is not flagged does not exclude osteoporosis or fracture; screen by guideline.')}
      ${modelSection(report)} ${flowSection(report)}
      ${(['any-site', 'spine'] as const).map((target) => targetSection(report, target, word))}
      ${calibrationSection(report.shippedCalibration, word)} ${siteFitSection(report.siteFit, word)}
      ${subgroupSection(report)} ${comparisonSection(report)}`,
  );
}

function modelSection({ models }: SiteReport): Markup {
  return table(
    'Models that were run',
    ['view', 'version (SHA-256)', 'precision'],
    Object.entries(models.versions).map(([view, version]) => [view, version ?? 'none', models.precision]),
  );
}

function flowSection({ found, pairing, window }: SiteReport): Markup {
  const left = (Object.keys(EXCLUSIONS) as Exclusion[])
    .filter((reason) => (pairing.excluded[reason] ?? 0) > 0)
    .map((reason) => `${pairing.excluded[reason]}: ${EXCLUSIONS[reason]}`);
  const refusals = Object.entries(pairing.refusals).map(([reason, count]) => [reason, count] as const);
  return html`<h2>Who was analysed</h2>
    ${flowDiagram(
      'Flow of studies',
      [
        { label: found, left: [] },
        { label: `${pairing.studies} film studies`, left },
        { label: `${pairing.analysed} people, one film and one DXA each`, left: [] },
      ],
      `A DXA counts from ${window.monthsBefore} months before to ${window.monthsAfter} months after the film; the nearest one is taken.`,
    )}
    ${refusals.length === 0 ? undefined : table('Why films gave no score', ['reason', 'studies'], refusals)}`;
}

function targetSection(report: SiteReport, target: Target, word: string): Markup {
  const scores = report.scores.filter((s) => s.target === target);
  const curves = scores.flatMap((s) => {
    if (s.roc.length === 0 || s.accuracy.kind === 'not-estimable') return [];
    const [sensitivity, specificity] = [s.accuracy.sensitivity.wilson, s.accuracy.specificity.wilson];
    const at =
      sensitivity.kind === 'estimated' && specificity.kind === 'estimated'
        ? { sensitivity: sensitivity.value, specificity: specificity.value }
        : undefined;
    return [{ label: SCORE_TEXT[s.score], curve: s.roc, at }];
  });
  return html`<h2>${TARGET_TEXT[target][0]!.toUpperCase()}${TARGET_TEXT[target].slice(1)}</h2>
    ${curves.length === 0 ? undefined : rocPlot('ROC curves', curves, `ROC curves of ${report.pairing.analysed} ${word}people; the dot is the flagging cut.`)}
    ${scores.map((s) => accuracyTable(s))}`;
}

function accuracyTable({
  score,
  accuracy,
  neededForAuc,
  neededForSensitivityAndSpecificity,
}: ScoreReport): Markup {
  if (accuracy.kind === 'not-estimable')
    return html`<h3>${SCORE_TEXT[score]}</h3>
      <p>Not estimable: ${accuracy.reason}.</p>`;
  const { table: t, odds } = accuracy;
  const rows: [string, string][] = [
    ['people, with osteoporosis', `${accuracy.people}, ${accuracy.withCondition}`],
    ['prevalence here', percentWithInterval(accuracy.prevalence)],
    [
      'AUC (DeLong)',
      accuracy.auc.kind === 'estimated' ? withInterval(accuracy.auc.interval) : withInterval(accuracy.auc),
    ],
    ['sensitivity (Wilson)', percentWithInterval(accuracy.sensitivity.wilson)],
    ['sensitivity (Clopper-Pearson)', percentWithInterval(accuracy.sensitivity.exact)],
    ['specificity (Wilson)', percentWithInterval(accuracy.specificity.wilson)],
    ['specificity (Clopper-Pearson)', percentWithInterval(accuracy.specificity.exact)],
    ['PPV at the prevalence here', percentWithInterval(accuracy.ppv)],
    ['share without osteoporosis among the not flagged', percentWithInterval(accuracy.npv)],
    ...accuracy.atStatedPrevalence.map((p): [string, string] => [
      `PPV at ${100 * p.prevalence} % prevalence`,
      percentWithInterval(p.positive),
    ]),
    ['LR+', withInterval(odds.likelihoodRatioPositive)],
    ['LR−', withInterval(odds.likelihoodRatioNegative)],
    ['diagnostic odds ratio', withInterval(odds.diagnosticOddsRatio, 1)],
    [
      'flagged with, without; not flagged with, without',
      `${t.truePositives}, ${t.falsePositives}; ${t.falseNegatives}, ${t.trueNegatives}`,
    ],
  ];
  const needs = [
    neededForSensitivityAndSpecificity === undefined
      ? undefined
      : `Sensitivity and specificity to ±5 points need about ${neededForSensitivityAndSpecificity.people} people with DXA.`,
    neededForAuc === undefined ? undefined : `The AUC to ±0.05 needs about ${neededForAuc} people.`,
    odds.corrected ? 'A cell of the table is 0: 0.5 was added to all four for the ratios.' : undefined,
  ].filter((text) => text !== undefined);
  return html`${table(SCORE_TEXT[score], ['figure', 'value (95 % interval)'], rows)}
  ${needs.map((text) => html`<p>${text}</p>`)}`;
}

function calibrationSection(calibration: Calibration | NotEstimable, word: string): Markup {
  const heading = html`<h2>Calibration of the shipped probability (lumbar T-score at or below −2.5)</h2>`;
  if (calibration.kind === 'not-estimable')
    return html`${heading}
      <p>Not estimable: ${calibration.reason}.</p>`;
  const offered = calibration.recalibration;
  return html`${heading}
  ${calibrationPlot('Calibration', calibration.bins, `Observed share of ${word}people against the mean prediction, in tenths; bars are 95 % intervals (Wilson).`)}
  ${table(
    'Calibration figures',
    ['figure', 'value'],
    [
      ['slope (1 is right)', withInterval(calibration.slope)],
      ['intercept in the large (0 is right)', withInterval(calibration.intercept)],
      ['observed / expected', decimal(calibration.observedOverExpected)],
      ['Brier score', decimal(calibration.brier, 3)],
      ['Brier score of always saying the prevalence', decimal(calibration.brierOfPrevalence, 3)],
    ],
  )}
  ${
    offered === undefined
      ? undefined
      : html`<p>
          Recalibration on offer: logit P = ${decimal(offered.intercept, 3)} + ${decimal(offered.slope, 3)} ×
          logit of the shipped probability.
        </p>`
  }`;
}
