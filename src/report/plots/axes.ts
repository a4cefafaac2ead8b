import { html, type Markup } from '../html.ts';

/** Where a plot lies in its SVG, in user units. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const SQUARE: Frame = { width: 380, height: 380, left: 50, right: 12, top: 12, bottom: 46 };

export interface Scale {
  (value: number): number;
}

export const xScale = (frame: Frame, low = 0, high = 1): Scale => {
  const span = frame.width - frame.left - frame.right;
  return (value) => round(frame.left + ((value - low) / (high - low)) * span);
};

export const yScale = (frame: Frame, low = 0, high = 1): Scale => {
  const span = frame.height - frame.top - frame.bottom;
  return (value) => round(frame.height - frame.bottom - ((value - low) / (high - low)) * span);
};

/** A tenth of a unit is finer than a printer's dot; more digits only make the file larger. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** SVG path through points in user units. */
export function path(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('');
}

const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** Frame, ticks and labels of a unit square. */
export function unitAxes(frame: Frame, xLabel: string, yLabel: string): Markup {
  const [x, y] = [xScale(frame), yScale(frame)];
  const grid = TICKS.map(
    (t) =>
      html`<line x1="${x(t)}" x2="${x(t)}" y1="${y(0)}" y2="${y(1)}" />
        <line x1="${x(0)}" x2="${x(1)}" y1="${y(t)}" y2="${y(t)}" />`,
  );
  const labels = TICKS.map(
    (t) =>
      html`<text x="${x(t)}" y="${y(0) + 16}" text-anchor="middle">${t}</text>
        <text x="${x(0) - 6}" y="${y(t) + 4}" text-anchor="end">${t}</text>`,
  );
  return html`<g stroke="#d5dce3">${grid}</g>
    <g fill="#5b6b7a"
      >${labels}
      <text x="${(x(0) + x(1)) / 2}" y="${frame.height - 8}" text-anchor="middle">${xLabel}</text>
      <text transform="translate(14 ${(y(0) + y(1)) / 2}) rotate(-90)" text-anchor="middle"
        >${yLabel}</text
      ></g
    >`;
}

/** An SVG with its title for screen readers, and a caption below. */
export function figure(
  size: Pick<Frame, 'width' | 'height'>,
  title: string,
  content: Markup,
  caption: string,
): Markup {
  const { width, height } = size;
  return html`<figure>
    <svg
      viewBox="0 0 ${width} ${height}"
      width="${width}"
      height="${height}"
      role="img"
      aria-label="${title}"
    >
      <title>${title}</title>
      ${content}
    </svg>
    <figcaption>${caption}</figcaption>
  </figure>`;
}
