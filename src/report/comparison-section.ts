import { estimate, notEstimable, type Estimated } from '../core/statistics/estimate.ts';
import {
  PAPER_FIGURES,
  REVIEW_FIGURES,
  type PublishedInterval,
} from '../core/validation/published-figures.ts';
import type { SiteReport } from '../core/validation/site-report.ts';
import { percentWithInterval, table, withInterval } from './figures.ts';
import { html, type Markup } from './html.ts';

/**
 * The site beside published figures. Each row says what it is; a row of simulated people or of a simulated-trained
 * model carries the word "simulated".
 */
export function comparisonSection(report: SiteReport): Markup {
  const published = [...PAPER_FIGURES, ...REVIEW_FIGURES];
  const sources = [...new Set(published.map((p) => p.source))];
  const rows = published.map((p) => [
    p.name,
    percent(p.sensitivity),
    percent(p.specificity),
    p.auc === undefined ? 'not given' : plain(p.auc),
    `[${sources.indexOf(p.source) + 1}]`,
  ]);
  return html`<h2>Beside published figures</h2>
    <p>
      Other people, other films, other models: the published figures are no promise for this site and none of
      them is a result of the models that run here.
    </p>
    ${table('This site and published figures', ['what it is', 'sensitivity', 'specificity', 'AUC', 'source'], [...ownRows(report), ...rows])}
    <ol>
      ${sources.map((source) => html`<li>${source}</li>`)}
    </ol>`;
}

function ownRows(report: SiteReport): readonly (readonly string[])[] {
  const people = report.patients === 'simulated' ? 'simulated people' : 'this site’s people';
  const model = report.modelTraining === 'simulated' ? ', model trained on simulated radiographs' : '';
  return report.scores
    .filter((s) => s.target === 'any-site')
    .flatMap(({ score, accuracy }) => {
      if (accuracy.kind === 'not-estimable') return [];
      const area = accuracy.auc.kind === 'estimated' ? accuracy.auc.interval : accuracy.auc;
      return [
        [
          `${score}: ${people}${model}`,
          percentWithInterval(accuracy.sensitivity.wilson),
          percentWithInterval(accuracy.specificity.wilson),
          withInterval(area),
          'this report',
        ],
      ];
    });
}

function asEstimate({ value, lower, upper }: PublishedInterval): Estimated {
  return lower === undefined || upper === undefined
    ? notEstimable('no interval printed')
    : estimate(value, lower, upper);
}

function percent(p: PublishedInterval): string {
  const figure = asEstimate(p);
  return figure.kind === 'estimated' ? percentWithInterval(figure) : `${(100 * p.value).toFixed(0)} %`;
}

function plain(p: PublishedInterval): string {
  const figure = asEstimate(p);
  return figure.kind === 'estimated' ? withInterval(figure) : p.value.toFixed(2);
}
