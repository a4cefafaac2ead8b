import type { HsrocParameters } from '../../core/statistics/pooling/hsroc.ts';
import type { RocPlanePoint } from '../../core/statistics/pooling/regions.ts';
import { srocSensitivity } from '../../core/statistics/pooling/sroc.ts';
import type { StudyTable } from '../../core/statistics/pooling/study-table.ts';
import { html, type Markup } from '../html.ts';
import { figure, path, round, SQUARE, unitAxes, xScale, yScale } from './axes.ts';

export interface SrocDrawing {
  readonly studies: readonly StudyTable[];
  readonly summary: RocPlanePoint;
  readonly hsroc: HsrocParameters;
  readonly confidence: readonly RocPlanePoint[];
  readonly prediction: readonly RocPlanePoint[];
}

/** Studies as circles (area by people), summary point, curve within the observed range, and both 95 % regions. */
export function srocPlot(title: string, drawing: SrocDrawing, caption: string): Markup {
  const [x, y] = [xScale(SQUARE), yScale(SQUARE)];
  const region = (points: readonly RocPlanePoint[]) =>
    path(points.map((p) => [x(p.falsePositiveRate), y(p.sensitivity)] as const));
  const studies = drawing.studies.map((s) => {
    const [diseased, healthy] = [s.truePositives + s.falseNegatives, s.falsePositives + s.trueNegatives];
    const radius = round(Math.min(14, 2 + Math.sqrt(diseased + healthy) / 6));
    return html`<circle
      cx="${x(s.falsePositives / healthy)}"
      cy="${y(s.truePositives / diseased)}"
      r="${radius}"
      fill="none"
      stroke="#0b5cad"
      ><title>${s.name}</title></circle
    >`;
  });
  const rates = drawing.studies.map((s) => s.falsePositives / (s.falsePositives + s.trueNegatives));
  const [low, high] = [Math.max(0.001, Math.min(...rates)), Math.min(0.999, Math.max(...rates))];
  const curve = Array.from({ length: 101 }, (_, i) => {
    const rate = low + ((high - low) * i) / 100;
    return [x(rate), y(srocSensitivity(rate, drawing.hsroc))] as const;
  });
  return figure(
    SQUARE,
    title,
    html`${unitAxes(SQUARE, 'false positive rate', 'sensitivity')} ${studies}
      <path d="${path(curve)}" fill="none" stroke="#1b2733" stroke-width="2" />
      <path d="${region(drawing.confidence)}" fill="none" stroke="#b3541e" stroke-width="1.5" />
      <path d="${region(drawing.prediction)}" fill="none" stroke="#b3541e" stroke-dasharray="5 4" />
      <rect
        x="${x(drawing.summary.falsePositiveRate) - 4}"
        y="${y(drawing.summary.sensitivity) - 4}"
        width="8"
        height="8"
        fill="#b3541e"
      />`,
    caption,
  );
}
