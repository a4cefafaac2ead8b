/** Small dense matrices as arrays of rows: enough for a handful of coefficients, never for data. */
export type Matrix = readonly (readonly number[])[];

export function zeros(rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
}

export function multiplyVector(a: Matrix, x: readonly number[]): number[] {
  return a.map((row) => dot(row, x));
}

export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

/** Lower triangle L with L L' = a, or undefined when `a` is not positive definite. */
export function cholesky(a: Matrix): number[][] | undefined {
  const n = a.length;
  const lower = zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i]![j]!;
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!;
      if (i !== j) lower[i]![j] = sum / lower[j]![j]!;
      else if (!(sum > 0)) return undefined;
      else lower[i]![i] = Math.sqrt(sum);
    }
  }
  return lower;
}

/** Solves L L' x = b. */
export function solveCholesky(lower: Matrix, b: readonly number[]): number[] {
  const n = lower.length;
  const x = [...b];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i]![k]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= lower[k]![i]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  return x;
}

/** ln det a, from its Cholesky factor. */
export function logDeterminant(lower: Matrix): number {
  return 2 * lower.reduce((sum, row, i) => sum + Math.log(row[i]!), 0);
}

/** Inverse of a symmetric positive definite matrix, or undefined when it is not one. */
export function invertPositiveDefinite(a: Matrix): number[][] | undefined {
  const lower = cholesky(a);
  if (lower === undefined) return undefined;
  return a.map((_, j) =>
    solveCholesky(
      lower,
      a.map((_row, i) => (i === j ? 1 : 0)),
    ),
  );
}
