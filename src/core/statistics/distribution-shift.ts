import { chiSquareQuantile, chiSquareUpper } from './distributions.ts';
import { notEstimable, type NotEstimable } from './estimate.ts';

/** Whether what comes in now is still drawn from what came in before. */
export interface Shift {
  readonly kind: 'estimated';
  readonly statistic: number;
  /** P of a statistic at least this large when nothing has changed. */
  readonly p: number;
  /** The statistic above which an alarm is raised, at the stated false-alarm rate. */
  readonly alarmAbove: number;
  readonly falseAlarmRate: number;
  readonly alarm: boolean;
}

/**
 * Population stability index over categories, sum (q - p) ln(q / p). When nothing has changed PSI / (1/n + 1/m) is
 * close to chi-square with (categories - 1) degrees of freedom (Yurdakul 2018): the alarm limit follows from the
 * false-alarm rate and the counts, never from the folklore 0.1 and 0.25. 0.5 is added to every count so that an empty
 * category stays finite.
 */
export function populationStability(
  reference: readonly number[],
  current: readonly number[],
  falseAlarmRate: number,
): Shift | NotEstimable {
  if (reference.length !== current.length || reference.length < 2)
    throw new TypeError('the same two or more categories in both');
  const used = reference.map((count, i) => [count, current[i]!] as const).filter(([a, b]) => a + b > 0);
  const [n, m] = [sum(reference), sum(current)];
  if (n < 30 || m < 30) return notEstimable(`needs at least 30 in each group; there are ${n} and ${m}`);
  if (used.length < 2) return notEstimable('all fall into one category');
  const [nSmooth, mSmooth] = [n + used.length / 2, m + used.length / 2];
  const statistic = used.reduce((total, [a, b]) => {
    const [p, q] = [(a + 0.5) / nSmooth, (b + 0.5) / mSmooth];
    return total + (q - p) * Math.log(q / p);
  }, 0);
  const scale = 1 / n + 1 / m;
  const alarmAbove = scale * chiSquareQuantile(1 - falseAlarmRate, used.length - 1);
  return {
    kind: 'estimated',
    statistic,
    p: chiSquareUpper(statistic / scale, used.length - 1),
    alarmAbove,
    falseAlarmRate,
    alarm: statistic > alarmAbove,
  };
}

/**
 * Two-sample Kolmogorov-Smirnov test on a measured quantity (age, kVp, a feature): largest distance of the two
 * distribution functions, p by the asymptotic series with Stephens' small-sample factor.
 */
export function kolmogorovSmirnov(
  reference: readonly number[],
  current: readonly number[],
  falseAlarmRate: number,
): Shift | NotEstimable {
  const [n, m] = [reference.length, current.length];
  if (n < 10 || m < 10) return notEstimable(`needs at least 10 in each group; there are ${n} and ${m}`);
  const statistic = largestDistance(reference, current);
  const effective = Math.sqrt((n * m) / (n + m));
  const factor = effective + 0.12 + 0.11 / effective;
  const alarmAbove = kolmogorovQuantile(falseAlarmRate) / factor;
  return {
    kind: 'estimated',
    statistic,
    p: kolmogorovUpper(factor * statistic),
    alarmAbove,
    falseAlarmRate,
    alarm: statistic > alarmAbove,
  };
}

function largestDistance(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [[...a].sort((p, q) => p - q), [...b].sort((p, q) => p - q)];
  let [i, j, largest] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const at = Math.min(x[i]!, y[j]!);
    while (i < x.length && x[i]! <= at) i++;
    while (j < y.length && y[j]! <= at) j++;
    largest = Math.max(largest, Math.abs(i / x.length - j / y.length));
  }
  return largest;
}

/** Q(t) = 2 sum (-1)^(k-1) exp(-2 k^2 t^2). */
function kolmogorovUpper(t: number): number {
  if (t < 0.2) return 1;
  let total = 0;
  for (let k = 1; k <= 100; k++) total += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * t * t);
  return Math.min(1, Math.max(0, total));
}

function kolmogorovQuantile(upper: number): number {
  let [low, high] = [0.2, 5];
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (kolmogorovUpper(middle) > upper) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, v) => total + v, 0);
}
