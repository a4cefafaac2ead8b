import { html, type Markup } from '../html.ts';
import { figure } from './axes.ts';

/** A box that people pass through, and those that leave after it. */
export interface FlowStep {
  readonly label: string;
  readonly left: readonly string[];
}

const WIDTH = 760;
const BOX = { x: 10, width: 330, height: 46 };
const SIDE = { x: 390, width: 360, line: 17 };

/** Who came in and who left why (STARD 2015, item 19). */
export function flowDiagram(title: string, steps: readonly FlowStep[], caption: string): Markup {
  let y = 10;
  const drawn = steps.map((step, i) => {
    const top = y;
    const sideHeight = step.left.length * SIDE.line + 14;
    const gap = i === steps.length - 1 ? 0 : Math.max(36, step.left.length === 0 ? 36 : sideHeight + 12);
    y += BOX.height + gap;
    const middle = BOX.x + BOX.width / 2;
    const arrow =
      gap === 0
        ? undefined
        : html`<path
            d="M${middle} ${top + BOX.height}V${y - 6}m-4 -5l4 5l4 -5"
            fill="none"
            stroke="#5b6b7a"
          />`;
    return html`<rect
        x="${BOX.x}"
        y="${top}"
        width="${BOX.width}"
        height="${BOX.height}"
        fill="#f3f6f9"
        stroke="#5b6b7a"
      />
      <text x="${middle}" y="${top + 28}" text-anchor="middle">${step.label}</text
      >${arrow}${side(step.left, top + BOX.height + 6, sideHeight)}`;
  });
  return figure({ width: WIDTH, height: y + 10 }, title, html`${drawn}`, caption);
}

function side(lines: readonly string[], top: number, height: number): Markup | undefined {
  if (lines.length === 0) return undefined;
  const middle = BOX.x + BOX.width / 2;
  return html`<path d="M${middle} ${top + height / 2}H${SIDE.x}" stroke="#5b6b7a" />
    <rect x="${SIDE.x}" y="${top}" width="${SIDE.width}" height="${height}" fill="#fff" stroke="#9aa7b3" />
    ${lines.map((line, i) => html`<text x="${SIDE.x + 10}" y="${top + 19 + i * SIDE.line}">${line}</text>`)}`;
}
