import type { ReliabilityBin } from '../../core/statistics/calibration.ts';
import { html, type Markup } from '../html.ts';
import { figure, path, SQUARE, unitAxes, xScale, yScale } from './axes.ts';

/** Observed share against mean prediction of each group, with Wilson intervals. */
export function calibrationPlot(title: string, bins: readonly ReliabilityBin[], caption: string): Markup {
  const [x, y] = [xScale(SQUARE), yScale(SQUARE)];
  const marks = bins.flatMap(({ meanPredicted, observed }) => {
    if (observed.kind === 'not-estimable') return [];
    const at = x(meanPredicted);
    return [
      html`<line x1="${at}" x2="${at}" y1="${y(observed.lower)}" y2="${y(observed.upper)}" stroke="#0b5cad" />
        <circle cx="${at}" cy="${y(observed.value)}" r="4" fill="#0b5cad" />`,
    ];
  });
  const ideal = path([
    [x(0), y(0)],
    [x(1), y(1)],
  ]);
  return figure(
    SQUARE,
    title,
    html`${unitAxes(SQUARE, 'predicted probability', 'observed share')}
      <path d="${ideal}" stroke="#9aa7b3" stroke-dasharray="4 4" fill="none" />
      ${marks}`,
    caption,
  );
}
