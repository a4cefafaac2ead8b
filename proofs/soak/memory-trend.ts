import { fQuantile } from '../../src/core/statistics/distributions.ts';

export interface Sample {
  readonly atMs: number;
  readonly bytes: number;
}

/** Bytes an hour with the 95 % interval; undefined with fewer than three blocks, which give no interval. */
export interface Trend {
  readonly perHour: number;
  readonly low: number;
  readonly high: number;
  readonly blocks: number;
}

/** One figure a block: samples of one process follow each other too closely to count as independent. */
function blocksOf(
  samples: readonly Sample[],
  blockMs: number,
  summary: (bytes: readonly number[]) => number,
) {
  const from = samples[0]?.atMs ?? 0;
  const blocks = Map.groupBy(samples, ({ atMs }) => Math.floor((atMs - from) / blockMs));
  // The last block is cut off where the run ended.
  return [...blocks.entries()].slice(0, -1).map(([index, block]) => ({
    hours: ((index + 0.5) * blockMs) / 3_600_000,
    bytes: summary(block.map(({ bytes }) => bytes)),
  }));
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
/** What is left after collection: the floor of the heap's saw-tooth. */
export const least = (values: readonly number[]): number => Math.min(...values);

/**
 * Least-squares slope through one figure a block, with Student's interval (Draper and Smith, Applied Regression
 * Analysis, section 1.4).
 */
export function memoryTrend(
  samples: readonly Sample[],
  blockMs: number,
  summary: (bytes: readonly number[]) => number,
): Trend | undefined {
  const blocks = blocksOf(samples, blockMs, summary);
  const freedom = blocks.length - 2;
  if (freedom < 1) return undefined;
  const hours = mean(blocks.map((block) => block.hours));
  const bytes = mean(blocks.map((block) => block.bytes));
  const spread = blocks.reduce((sum, block) => sum + (block.hours - hours) ** 2, 0);
  const perHour =
    blocks.reduce((sum, block) => sum + (block.hours - hours) * (block.bytes - bytes), 0) / spread;
  const residual = blocks.reduce(
    (sum, block) => sum + (block.bytes - bytes - perHour * (block.hours - hours)) ** 2,
    0,
  );
  // The square of Student's t with n degrees of freedom is F with 1 and n.
  const t = Math.sqrt(fQuantile(0.95, 1, freedom));
  const margin = t * Math.sqrt(residual / freedom / spread);
  return { perHour, low: perHour - margin, high: perHour + margin, blocks: blocks.length };
}
