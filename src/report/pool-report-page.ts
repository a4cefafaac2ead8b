import { wilson } from '../core/statistics/proportion.ts';
import type { PooledModel, PoolReport } from '../core/validation/pool-sites.ts';
import type { NotEstimable } from '../core/statistics/estimate.ts';
import type { RandomEffectsPool } from '../core/statistics/pooling/odds-ratio.ts';
import { REVIEW_FIGURES } from '../core/validation/published-figures.ts';
import { decimal, percentWithInterval, table, withInterval } from './figures.ts';
import { html, type Markup } from './html.ts';
import { notice, page } from './page.ts';
import { forestPlot } from './plots/forest-plot.ts';
import { srocPlot } from './plots/sroc-plot.ts';

/** The pooled result of several sites as a page for people. */
export function poolReportPage(report: PoolReport, remarks: readonly string[]): string {
  const word = report.people === 'simulated' ? 'simulated ' : '';
  const title = `Pooled accuracy of ${report.studies.length} ${word}sites`;
  return page(
    title,
    html`<h1>${title}</h1>
      ${report.people === 'simulated' ? notice('Simulated people: every pooled figure on this page is simulated.') : undefined}
      ${remarks.map(notice)}
      ${report.zeroCells ? html`<p>A cell of a site is 0. The approximate model adds 0.5 to all cells of all sites; the exact model takes the counts as they are.</p>` : undefined}
      ${forests(report, word)}
      <h2>Bivariate models</h2>
      <p>Two models, each named; they differ where studies are small or accuracy is high.</p>
      ${[report.approximate, report.exact].map((model) => modelSection(model, report))} ${univariate(report)}
      ${subgroups(report)} ${reviewTable()}`,
  );
}

function forests(report: PoolReport, word: string): Markup {
  const pooled = report.exact.kind === 'pooled' ? report.exact : report.approximate;
  const plot = (measure: 'sensitivity' | 'specificity') => {
    const rows = report.studies.map((s) => ({
      label: s.name,
      figure:
        measure === 'sensitivity'
          ? wilson(s.truePositives, s.truePositives + s.falseNegatives)
          : wilson(s.trueNegatives, s.trueNegatives + s.falsePositives),
    }));
    const summary =
      pooled.kind === 'pooled'
        ? [
            {
              label: `pooled ${word}`.trim(),
              figure: pooled[measure],
              summary: true,
            },
          ]
        : [];
    const model = pooled.kind === 'pooled' ? ` Pooled by the ${pooled.model}.` : '';
    return forestPlot(`Forest plot of ${measure}`, [...rows, ...summary], `Wilson intervals a site.${model}`);
  };
  return html`<h2>Sites</h2>
    <h3>Sensitivity</h3>
    ${plot('sensitivity')}
    <h3>Specificity</h3>
    ${plot('specificity')}`;
}

function modelSection(model: PooledModel | NotEstimable, report: PoolReport): Markup {
  if (model.kind === 'not-estimable') return html`<p>Not estimable: ${model.reason}.</p>`;
  const { between, hsroc } = model;
  const plot =
    model.sensitivity.kind === 'estimated' && model.specificity.kind === 'estimated'
      ? srocPlot(
          `Summary ROC, ${model.model}`,
          {
            studies: report.studies,
            summary: {
              sensitivity: model.sensitivity.value,
              falsePositiveRate: 1 - model.specificity.value,
            },
            hsroc,
            confidence: model.confidenceRegion,
            prediction: model.predictionRegion,
          },
          'Square: summary point. Solid loop: 95 % confidence region. Dashed loop: 95 % prediction region for a new site (radius by F). Curve: Rutter-Gatsonis, within the observed range.',
        )
      : undefined;
  return html`<h3>${model.model[0]!.toUpperCase()}${model.model.slice(1)}</h3>
    ${plot}
    ${table(
      'Figures',
      ['figure', 'value'],
      [
        ['sensitivity', percentWithInterval(model.sensitivity)],
        ['specificity', percentWithInterval(model.specificity)],
        ['area under the summary curve (integral)', decimal(model.areaIntegral, 4)],
        ['area under the summary curve (grid of mada)', decimal(model.areaOnGrid, 4)],
        [
          'between sites: sd of logit sensitivity, of logit false positive rate',
          `${decimal(between.sdSensitivity, 3)}, ${decimal(between.sdFalsePositiveRate, 3)}`,
        ],
        [
          'between sites: correlation of logit sensitivity with logit false positive rate',
          decimal(between.correlation, 3),
        ],
        [
          'HSROC Lambda, Theta, beta',
          `${decimal(hsroc.lambda, 3)}, ${decimal(hsroc.theta, 3)}, ${decimal(hsroc.beta, 3)}`,
        ],
        ['log-likelihood', decimal(model.logLikelihood, 3)],
      ],
    )}`;
}

function univariate({ oddsRatio, heterogeneity, funnel }: PoolReport): Markup {
  const spread = (name: string, pool: RandomEffectsPool | NotEstimable) =>
    pool.kind === 'pooled'
      ? [
          name,
          `Q ${decimal(pool.cochranQ, 2)} on ${pool.degreesOfFreedom} df, I² ${decimal(100 * pool.iSquaredHiggins, 1)} %`,
        ]
      : [name, `not estimable: ${pool.reason}`];
  return html`<h2>One figure at a time</h2>
    ${table(
      'Diagnostic odds ratio, spread between sites, funnel test',
      ['figure', 'value'],
      [
        [
          'diagnostic odds ratio (DerSimonian-Laird)',
          oddsRatio.kind === 'pooled'
            ? withInterval(oddsRatio.effect, 1)
            : `not estimable: ${oddsRatio.reason}`,
        ],
        spread('ln odds ratio: Cochran’s Q, I² (Higgins)', oddsRatio),
        spread('logit sensitivity: Cochran’s Q, I² (Higgins)', heterogeneity.sensitivity),
        spread('logit specificity: Cochran’s Q, I² (Higgins)', heterogeneity.specificity),
        [
          'Deeks’ funnel asymmetry',
          funnel.kind === 'estimated'
            ? `slope ${decimal(funnel.slope, 2)}, p ${decimal(funnel.p, 3)}`
            : `not estimable: ${funnel.reason}`,
        ],
      ],
    )}`;
}

function subgroups({ subgroups: groups, subgroupTest }: PoolReport): Markup | undefined {
  if (groups.length === 0) return undefined;
  const rows = groups.map(({ name, studies, pooled }) =>
    pooled.kind === 'pooled'
      ? [name, studies, percentWithInterval(pooled.sensitivity), percentWithInterval(pooled.specificity)]
      : [name, studies, `not estimable: ${pooled.reason}`, ''],
  );
  return html`<h2>Subgroups</h2>
    ${table('Approximate bivariate model in each subgroup', ['subgroup', 'sites', 'sensitivity', 'specificity'], rows)}
    <p>
      ${
        subgroupTest.kind === 'estimated'
          ? `Bivariate meta-regression, likelihood ratio test on 2 df: ${decimal(subgroupTest.likelihoodRatio, 2)}, p ${decimal(subgroupTest.p, 3)}.`
          : `No test: ${subgroupTest.reason}.`
      }
    </p>`;
}

function reviewTable(): Markup {
  const percent = ({ value, lower, upper }: { value: number; lower?: number; upper?: number }) =>
    lower === undefined || upper === undefined
      ? `${decimal(value)}`
      : `${decimal(value)} (${decimal(lower)} to ${decimal(upper)})`;
  return html`<h2>Published pooled figures, for orientation</h2>
    <p>Of other models on other people; none is a result of the models that ran at these sites.</p>
    ${table(
      'Published',
      ['what it is', 'sensitivity', 'specificity', 'AUC'],
      REVIEW_FIGURES.map((r) => [
        r.name,
        percent(r.sensitivity),
        percent(r.specificity),
        r.auc === undefined ? 'not given' : percent(r.auc),
      ]),
    )}
    <ul>
      ${[...new Set(REVIEW_FIGURES.map((r) => r.source))].map((source) => html`<li>${source}</li>`)}
    </ul>`;
}
