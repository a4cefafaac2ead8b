import { wilson } from '../statistics/proportion.ts';

type Cell = string | number | boolean | null;
export type AnswerRow = Readonly<Record<string, Cell>>;

/** Shares that the questions count: the column of the percentage, and of its part and its whole. */
const SHARES = [
  { percent: 'ppv_percent', part: 'confirmed', whole: 'dxa_with_t_score' },
  { percent: 'percent', part: 'numerator', whole: 'denominator' },
] as const;

/**
 * Puts the 95 % Wilson interval behind each share of a row (percent, one decimal; null where nobody was counted): a
 * percentage of few people must not look as sure as one of many.
 */
export function withShareIntervals(row: AnswerRow): AnswerRow {
  const share = SHARES.find(({ percent }) => percent in row);
  if (share === undefined) return row;
  const [part, whole] = [row[share.part], row[share.whole]];
  if (typeof part !== 'number' || typeof whole !== 'number') return row;
  const interval = wilson(part, whole);
  const limits = interval.kind === 'estimated' ? [interval.lower, interval.upper] : [undefined, undefined];
  const [lower, upper] = limits.map((limit) => (limit === undefined ? null : Math.round(1000 * limit) / 10));
  return { ...row, [`${share.percent}_lower`]: lower ?? null, [`${share.percent}_upper`]: upper ?? null };
}
