import { invertPositiveDefinite, dot, multiplyVector, zeros, type Matrix } from './matrix.ts';

export interface Minimum {
  readonly at: readonly number[];
  readonly value: number;
  /** Largest absolute derivative at the minimum; small when the search has converged. */
  readonly largestSlope: number;
}

type Objective = (x: readonly number[]) => number;

const STEP = 1e-5;

/** Central differences: error about 1e-10 for a smooth objective of size 1 to 1,000. */
export function gradient(objective: Objective, x: readonly number[]): number[] {
  return x.map((value, i) => {
    const h = STEP * Math.max(1, Math.abs(value));
    const up = x.with(i, value + h);
    const down = x.with(i, value - h);
    return (objective(up) - objective(down)) / (2 * h);
  });
}

/** Matrix of second derivatives by central differences of the objective. */
export function hessian(objective: Objective, x: readonly number[], step = 1e-3): number[][] {
  const n = x.length;
  const result = zeros(n, n);
  const at = (i: number, a: number, j: number, b: number) => {
    const moved = [...x];
    moved[i]! += a * step;
    moved[j]! += b * step;
    return objective(moved);
  };
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const second =
        (at(i, 1, j, 1) - at(i, 1, j, -1) - at(i, -1, j, 1) + at(i, -1, j, -1)) / (4 * step * step);
      result[i]![j] = second;
      result[j]![i] = second;
    }
  }
  return result;
}

/**
 * Quasi-Newton search (BFGS, Nocedal and Wright algorithm 6.1) with numerical derivatives and backtracking, for the
 * three to nine parameters of the pooling models. Returns the best point that it reached; the caller judges
 * `largestSlope`.
 */
export function minimise(objective: Objective, start: readonly number[], iterations = 300): Minimum {
  let x = [...start];
  let value = objective(x);
  let slope = gradient(objective, x);
  let inverse = identity(x.length);
  for (let iteration = 0; iteration < iterations && largest(slope) > 1e-7; iteration++) {
    let direction = multiplyVector(inverse, slope).map((d) => -d);
    if (dot(direction, slope) >= 0) {
      inverse = identity(x.length);
      direction = slope.map((g) => -g);
    }
    const next = backtrack(objective, x, value, slope, direction);
    if (next === undefined) break;
    const nextSlope = gradient(objective, next.at);
    inverse = updateInverse(
      inverse,
      next.at.map((v, i) => v - x[i]!),
      nextSlope.map((g, i) => g - slope[i]!),
    );
    x = [...next.at];
    value = next.value;
    slope = nextSlope;
  }
  return polish(objective, { at: x, value, largestSlope: largest(slope) });
}

function backtrack(
  objective: Objective,
  x: readonly number[],
  value: number,
  slope: readonly number[],
  direction: readonly number[],
): { readonly at: readonly number[]; readonly value: number } | undefined {
  const expected = dot(slope, direction);
  const longest = largest(direction);
  let length = longest > 2 ? 2 / longest : 1;
  for (let halving = 0; halving < 50; halving++) {
    const at = x.map((v, i) => v + length * direction[i]!);
    const reached = objective(at);
    if (Number.isFinite(reached) && reached <= value + 1e-4 * length * expected)
      return { at, value: reached };
    length /= 2;
  }
  return undefined;
}

function updateInverse(inverse: Matrix, moved: readonly number[], turned: readonly number[]): number[][] {
  const curvature = dot(moved, turned);
  if (curvature < 1e-14) return inverse.map((row) => [...row]);
  const hy = multiplyVector(inverse, turned);
  const factor = (1 + dot(turned, hy) / curvature) / curvature;
  return inverse.map((row, i) =>
    row.map(
      (h, j) => h + factor * moved[i]! * moved[j]! - (hy[i]! * moved[j]! + moved[i]! * hy[j]!) / curvature,
    ),
  );
}

/** A few Newton steps: BFGS stops a little early on the flat floor of a likelihood. */
function polish(objective: Objective, from: Minimum): Minimum {
  let best = from;
  for (let i = 0; i < 3; i++) {
    const slope = gradient(objective, best.at);
    const inverse = invertPositiveDefinite(hessian(objective, best.at));
    if (inverse === undefined) break;
    const step = multiplyVector(inverse, slope);
    if (largest(step) > 0.1) break;
    const at = best.at.map((v, k) => v - step[k]!);
    const after = largest(gradient(objective, at));
    if (!(after < best.largestSlope)) break;
    best = { at, value: objective(at), largestSlope: after };
  }
  return best;
}

function identity(n: number): number[][] {
  return zeros(n, n).map((row, i) => row.with(i, 1));
}

function largest(x: readonly number[]): number {
  return x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
