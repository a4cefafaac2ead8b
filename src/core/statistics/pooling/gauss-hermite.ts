/** Nodes and weights for the integral of exp(-x^2) f(x) over the line. */
export interface Quadrature {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/** Gauss-Hermite rule with `points` nodes: Newton on the orthonormal Hermite polynomials (Golub and Welsch's roots). */
export function gaussHermite(points: number): Quadrature {
  const nodes = new Array<number>(points).fill(0);
  const weights = new Array<number>(points).fill(0);
  let z = 0;
  for (let i = 0; i < Math.ceil(points / 2); i++) {
    z = firstGuess(points, i, z, nodes);
    let slope = 0;
    for (let step = 0; step < 100; step++) {
      const [value, derivative] = hermite(points, z);
      slope = derivative;
      const move = value / derivative;
      z -= move;
      if (Math.abs(move) < 1e-15) break;
    }
    nodes[i] = z;
    nodes[points - 1 - i] = -z;
    weights[i] = 2 / (slope * slope);
    weights[points - 1 - i] = weights[i]!;
  }
  return { nodes, weights };
}

/** Stroud and Secrest's starting values, largest root first. */
function firstGuess(points: number, i: number, previous: number, nodes: readonly number[]): number {
  if (i === 0) return Math.sqrt(2 * points + 1) - 1.85575 * (2 * points + 1) ** (-1 / 6);
  if (i === 1) return previous - (1.14 * points ** 0.426) / previous;
  if (i === 2) return 1.86 * previous - 0.86 * nodes[0]!;
  if (i === 3) return 1.91 * previous - 0.91 * nodes[1]!;
  return 2 * previous - nodes[i - 2]!;
}

/** The orthonormal Hermite polynomial of a degree and its derivative. */
function hermite(degree: number, x: number): [number, number] {
  let before = 0;
  let current = Math.PI ** -0.25;
  for (let j = 0; j < degree; j++) {
    const next = x * Math.sqrt(2 / (j + 1)) * current - Math.sqrt(j / (j + 1)) * before;
    before = current;
    current = next;
  }
  return [current, Math.sqrt(2 * degree) * before];
}
