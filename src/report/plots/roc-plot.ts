import type { RocPoint } from '../../core/statistics/roc-curve.ts';
import { html, type Markup } from '../html.ts';
import { figure, path, SQUARE, unitAxes, xScale, yScale } from './axes.ts';

/** One curve with its operating point. */
export interface RocSeries {
  readonly label: string;
  readonly curve: readonly RocPoint[];
  readonly at: { readonly sensitivity: number; readonly specificity: number } | undefined;
}

const COLOURS = ['#0b5cad', '#b3541e', '#3f7d3a'];
const DASHES = ['none', '6 3', '2 3'];

export function rocPlot(title: string, series: readonly RocSeries[], caption: string): Markup {
  const [x, y] = [xScale(SQUARE), yScale(SQUARE)];
  const curves = series.map(({ curve, at }, i) => {
    const line = path(curve.map((p) => [x(1 - p.specificity), y(p.sensitivity)] as const));
    const dot =
      at === undefined
        ? undefined
        : html`<circle
            cx="${x(1 - at.specificity)}"
            cy="${y(at.sensitivity)}"
            r="4.5"
            fill="${COLOURS[i % 3]!}"
          />`;
    return html`<path
        d="${line}"
        fill="none"
        stroke="${COLOURS[i % 3]!}"
        stroke-width="2"
        stroke-dasharray="${DASHES[i % 3]!}"
      />${dot}`;
  });
  const legend = series.map(
    ({ label }, i) =>
      html`<line
          x1="170"
          x2="195"
          y1="${290 + 16 * i}"
          y2="${290 + 16 * i}"
          stroke="${COLOURS[i % 3]!}"
          stroke-width="2"
          stroke-dasharray="${DASHES[i % 3]!}"
        />
        <text x="201" y="${294 + 16 * i}">${label}</text>`,
  );
  const chance = path([
    [x(0), y(0)],
    [x(1), y(1)],
  ]);
  return figure(
    SQUARE,
    title,
    html`${unitAxes(SQUARE, '1 − specificity', 'sensitivity')}
      <path d="${chance}" stroke="#9aa7b3" stroke-dasharray="4 4" fill="none" />
      ${curves}${legend}`,
    caption,
  );
}
