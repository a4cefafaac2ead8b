/** `full` is what docs/proofs/NAME.json records; `small` is for continuous integration: the same claim, <= 60 s. */
export type ProofSize = 'full' | 'small';

export interface ProofArguments {
  readonly size: ProofSize;
  /** Seed of every random choice of the proof: the same seed gives the same counts. */
  readonly seed: number;
}

/** What a proof found. Further properties (tables, worst cases) are recorded as they are. */
export interface ProofResult {
  readonly holds: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly [finding: string]: unknown;
}

/** A file proofs/NAME.ts exports these two. `title` is the claim in one sentence. */
export interface Proof {
  readonly title: string;
  run(proof: ProofArguments): Promise<ProofResult>;
}

/** Checks the shape of a loaded proof module. Throws TypeError, naming the file, when it is none. */
export function asProof(name: string, module: Readonly<Record<string, unknown>>): Proof {
  const { title, run } = module;
  if (typeof title !== 'string' || typeof run !== 'function') {
    throw new TypeError(`${name}.ts must export title (string) and run (function)`);
  }
  return { title, run: run as Proof['run'] };
}
