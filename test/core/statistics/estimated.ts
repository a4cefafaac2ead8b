import type { Estimate, Estimated } from '../../../src/core/statistics/estimate.ts';

/** The figure, or a failed test when there is none. */
export function estimated(figure: Estimated): Estimate {
  if (figure.kind === 'not-estimable') throw new Error(`not estimable: ${figure.reason}`);
  return figure;
}
