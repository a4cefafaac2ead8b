import type { Estimated } from '../../core/statistics/estimate.ts';
import { percentWithInterval } from '../figures.ts';
import { html, type Markup } from '../html.ts';
import { figure, round } from './axes.ts';

export interface ForestRow {
  readonly label: string;
  readonly figure: Estimated;
  /** A pooled or published row is drawn as a diamond. */
  readonly summary?: boolean;
}

const ROW = 22;
const PLOT = { left: 250, right: 510, width: 760 };

/** Proportions with their intervals, one a row, on a scale from 0 to 1. */
export function forestPlot(title: string, rows: readonly ForestRow[], caption: string): Markup {
  const height = ROW * (rows.length + 2);
  const x = (share: number) => round(PLOT.left + share * (PLOT.right - PLOT.left));
  const grid = [0, 0.25, 0.5, 0.75, 1].map(
    (t) =>
      html`<line x1="${x(t)}" x2="${x(t)}" y1="4" y2="${height - ROW}" stroke="#d5dce3" />
        <text x="${x(t)}" y="${height - 6}" text-anchor="middle" fill="#5b6b7a">${100 * t} %</text>`,
  );
  const marks = rows.map((row, i) => {
    const y = ROW * (i + 0.75);
    const text = html`<text x="${PLOT.left - 10}" y="${y + 4}" text-anchor="end">${row.label}</text>
      <text x="${PLOT.right + 10}" y="${y + 4}"
        >${row.figure.kind === 'estimated' ? percentWithInterval(row.figure) : 'not estimable'}</text
      >`;
    return row.figure.kind === 'estimated'
      ? html`${text}${mark(row.figure, y, row.summary ?? false, x)}`
      : text;
  });
  return figure({ width: PLOT.width, height }, title, html`${grid}${marks}`, caption);
}

function mark(
  { value, lower, upper }: { value: number; lower: number; upper: number },
  y: number,
  summary: boolean,
  x: (share: number) => number,
): Markup {
  if (summary)
    return html`<path
      d="M${x(lower)} ${y}L${x(value)} ${y - 6}L${x(upper)} ${y}L${x(value)} ${y + 6}Z"
      fill="#b3541e"
    />`;
  return html`<line x1="${x(lower)}" x2="${x(upper)}" y1="${y}" y2="${y}" stroke="#0b5cad" />
    <rect x="${x(value) - 3.5}" y="${y - 3.5}" width="7" height="7" fill="#0b5cad" />`;
}
