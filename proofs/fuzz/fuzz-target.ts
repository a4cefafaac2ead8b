import type { Random } from '../simulated-sites/random.ts';
import { seededRandom } from '../simulated-sites/random.ts';
import { pick, type Mutation } from './byte-mutations.ts';

/** What is fuzzed: good inputs, the ways to damage them, and the code that must always answer. */
export interface FuzzTarget {
  readonly seeds: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** By name: how often it is drawn, and what it does. */
  readonly mutations: Readonly<Record<string, readonly [share: number, mutate: Mutation]>>;
  /** The outcome as a code; throws only when the code under test does what it never may. */
  run(bytes: Uint8Array): Promise<string>;
  /** What a good input gives; damage to others must not change it. */
  fingerprint(bytes: Uint8Array): Promise<string>;
}

export interface FuzzCase {
  readonly seedName: string;
  readonly mutationNames: readonly string[];
  readonly bytes: Uint8Array;
}

/** Case number `index` of a run: the same on every machine and in every order. One to three damages, one on top of the other. */
export function fuzzCase(target: FuzzTarget, seed: number, index: number): FuzzCase {
  const random = seededRandom(seed + Math.imul(index + 1, 0x9e3779b1));
  const { name, bytes } = pick(random, target.seeds);
  const mutationNames: string[] = [];
  let damaged = bytes;
  do {
    const mutation = drawMutation(target, random);
    mutationNames.push(mutation);
    damaged = target.mutations[mutation]![1](damaged, random);
  } while (mutationNames.length < 3 && random.uniform() < 0.3 && damaged.length > 200);
  return { seedName: name, mutationNames, bytes: damaged };
}

function drawMutation(target: FuzzTarget, random: Random): string {
  const shares = Object.entries(target.mutations).map(([name, [share]]) => [name, share] as const);
  let left = random.uniform() * shares.reduce((sum, [, share]) => sum + share, 0);
  for (const [name, share] of shares) {
    left -= share;
    if (left < 0) return name;
  }
  return shares[0]![0];
}
