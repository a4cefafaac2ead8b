import { GuardedChild, type ChildLimits, type DoneCase } from './guarded-child.ts';

export interface FuzzFinding {
  readonly index: number;
  readonly what: 'hang' | 'died' | 'over-memory' | 'threw' | 'good-input-changed';
  readonly detail: string;
}

export interface FuzzReport {
  readonly cases: number;
  readonly findings: readonly FuzzFinding[];
  /** Numbers of the cases that only the guard ended, with its reason. */
  readonly endedByTimeLimit: readonly number[];
  /** How many cases ended with each code. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly byMutation: Readonly<Record<string, number>>;
  readonly bySeed: Readonly<Record<string, number>>;
  readonly goodInputs: Readonly<Record<string, string>>;
  readonly slowestCpuMs: number;
  readonly peakMiB: number;
}

export interface FuzzOptions {
  readonly target: 'films' | 'multipart';
  readonly seed: number;
  readonly cases: number;
  readonly limits: ChildLimits;
  /** Good inputs are run again after so many cases: a broken codec must not spoil what comes after it. */
  readonly checkEvery: number;
  /**
   * The product's own guard over work that no code inside can end (a codec that runs for ever in its module): the
   * reason with which it ends the case, or undefined when it does not.
   */
  readonly guard?: (index: number) => Promise<string | undefined>;
}

/** Runs all cases one after the other in a child process that is replaced whenever a case ends it. */
export async function fuzzRun(options: FuzzOptions): Promise<FuzzReport> {
  const findings: FuzzFinding[] = [];
  const counts = { outcomes: counter(), byMutation: counter(), bySeed: counter() };
  const endedByTimeLimit: number[] = [];
  const worst = { cpuMs: 0, peakMiB: 0 };
  let goodInputs: Readonly<Record<string, string>> = {};
  const start = async () => {
    const child = new GuardedChild(options.target, options.seed, options.limits);
    const ready = await child.ready();
    if (ready.kind !== 'ready') throw new Error(`the fuzzing child did not start: ${ready.kind}`);
    goodInputs = ready.seeds;
    return child;
  };
  const note = (done: DoneCase) => {
    counts.outcomes.add(done.code);
    counts.bySeed.add(done.seedName);
    for (const name of done.mutationNames) counts.byMutation.add(name);
    worst.cpuMs = Math.max(worst.cpuMs, done.cpuMs);
    worst.peakMiB = Math.max(worst.peakMiB, done.peakMiB);
    if (done.threw !== undefined) findings.push({ index: done.index, what: 'threw', detail: done.threw });
    if (done.cpuMs > options.limits.cpuSeconds * 1000) {
      findings.push({ index: done.index, what: 'hang', detail: `${done.cpuMs} ms of CPU` });
    }
  };

  let child = await start();
  for (let index = 0; index < options.cases; index += 1) {
    const answer = await child.ask({ kind: 'case', index });
    if (answer.kind === 'done') note(answer);
    else if (answer.kind === 'hang' && (await options.guard?.(index)) !== undefined) {
      counts.outcomes.add('ended by the time limit');
      endedByTimeLimit.push(index);
      child = await start();
    } else {
      findings.push({ index, what: asEnding(answer.kind), detail: '' });
      await child.end();
      child = await start();
    }
    if ((index + 1) % options.checkEvery !== 0) continue;
    const check = await child.ask({ kind: 'check' });
    if (check.kind !== 'checked') throw new Error(`good inputs no longer run: ${check.kind}`);
    if (check.changed.length > 0) {
      findings.push({ index, what: 'good-input-changed', detail: check.changed.join(', ') });
      await child.end();
      child = await start();
    }
  }
  await child.end();
  return {
    cases: options.cases,
    findings,
    endedByTimeLimit,
    outcomes: counts.outcomes.all(),
    byMutation: counts.byMutation.all(),
    bySeed: counts.bySeed.all(),
    goodInputs,
    slowestCpuMs: worst.cpuMs,
    peakMiB: worst.peakMiB,
  };
}

function asEnding(kind: string): FuzzFinding['what'] {
  return kind === 'hang' || kind === 'over-memory' ? kind : 'died';
}

function counter() {
  const counts = new Map<string, number>();
  return {
    add: (name: string) => void counts.set(name, (counts.get(name) ?? 0) + 1),
    all: () => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
