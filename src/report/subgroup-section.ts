import type { SiteReport } from '../core/validation/site-report.ts';
import { SMALLEST_GROUP } from '../core/validation/subgroups.ts';
import { percentWithInterval, table, withInterval } from './figures.ts';
import { html, type Markup } from './html.ts';
import { forestPlot } from './plots/forest-plot.ts';

/** Subgroups of the films read together, any-site target: figures with their n, forest plots, largest gaps. */
export function subgroupSection(report: SiteReport): Markup {
  const main = report.scores.find((s) => s.score === 'together' && s.target === 'any-site');
  const word = report.patients === 'simulated' ? 'simulated ' : '';
  if (main === undefined || main.subgroups.length === 0)
    return html`<h2>Subgroups</h2>
      <p>Not estimable from these ${word}people.</p>`;
  const rows = main.subgroups.flatMap(({ attribute, groups }) =>
    groups.flatMap(({ name, people, accuracy }) =>
      accuracy === undefined
        ? []
        : [{ label: `${attribute}: ${name} (n = ${people})`, figure: accuracy.sensitivity.wilson, accuracy }],
    ),
  );
  const small = main.subgroups.flatMap(({ attribute, groups }) =>
    groups.filter((g) => g.accuracy === undefined).map((g) => `${attribute} ${g.name}`),
  );
  const gaps = main.subgroups.flatMap(({ attribute, gaps: found }) =>
    found.map((gap) => [
      attribute,
      gap.measure,
      `${gap.highest} minus ${gap.lowest}`,
      percentWithInterval(gap.difference),
    ]),
  );
  return html`<h2>Subgroups</h2>
    ${forestPlot('Sensitivity by subgroup', rows, `Sensitivity at the flagging cut, ${word}people.`)}
    ${forestPlot(
      'Specificity by subgroup',
      rows.map((r) => ({ label: r.label, figure: r.accuracy.specificity.wilson })),
      `Specificity at the flagging cut, ${word}people.`,
    )}
    ${table(
      'AUC by subgroup',
      ['subgroup', 'AUC (95 % interval)'],
      rows.map((r) => [
        r.label,
        r.accuracy.auc.kind === 'estimated'
          ? withInterval(r.accuracy.auc.interval)
          : withInterval(r.accuracy.auc),
      ]),
    )}
    ${gaps.length === 0 ? undefined : table('Fairness gaps: highest minus lowest group', ['attribute', 'measure', 'groups', 'difference (95 % interval)'], gaps)}
    ${small.length === 0 ? undefined : html`<p>Fewer than ${SMALLEST_GROUP} people, not shown: ${small.join(', ')}.</p>`}`;
}
