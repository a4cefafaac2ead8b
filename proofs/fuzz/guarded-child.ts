import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type ChildTask = { readonly kind: 'case'; readonly index: number } | { readonly kind: 'check' };

export interface DoneCase {
  readonly kind: 'done';
  readonly index: number;
  readonly seedName: string;
  readonly mutationNames: readonly string[];
  /** Reason code, or "threw". */
  readonly code: string;
  readonly threw: string | undefined;
  readonly cpuMs: number;
  readonly peakMiB: number;
}

export type ChildAnswer =
  | { readonly kind: 'ready'; readonly seeds: Readonly<Record<string, string>>; readonly peakMiB: number }
  | { readonly kind: 'checked'; readonly changed: readonly string[]; readonly peakMiB: number }
  | DoneCase;

/** `died`: the process ended by itself, killed by memory or a fault. */
export type GuardedAnswer = ChildAnswer | { readonly kind: 'hang' | 'died' | 'over-memory' };

export interface ChildLimits {
  /** CPU time of one case: a busy machine is not a hang. */
  readonly cpuSeconds: number;
  readonly memoryMiB: number;
}

const POLL_MS = 250;
/** A case that waits for something that never comes uses no CPU: this is the end of it. */
const WALL_SECONDS = 60;

/** A child process that is watched while it works; dead after anything but an answer. */
export class GuardedChild {
  readonly #child: ChildProcess;
  readonly #limits: ChildLimits;

  constructor(target: string, seed: number, limits: ChildLimits) {
    this.#limits = limits;
    this.#child = fork(join(import.meta.dirname, 'fuzz-child.ts'), [target, String(seed)], {
      execArgv: [`--max-old-space-size=${limits.memoryMiB}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
  }

  /** Waits for the child to have loaded what it needs. */
  async ready(): Promise<GuardedAnswer> {
    return this.#answer(Infinity);
  }

  async ask(task: ChildTask): Promise<GuardedAnswer> {
    const cpuSeconds = task.kind === 'check' ? 20 : this.#limits.cpuSeconds;
    this.#child.send(task);
    return this.#answer(cpuSeconds);
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  async #answer(cpuSeconds: number): Promise<GuardedAnswer> {
    const asked = { cpu: await cpuSecondsOf(this.#child.pid), wall: Date.now() };
    const stop = new AbortController();
    const settled = new Promise<GuardedAnswer>((resolve) => {
      const message = (answer: ChildAnswer) => resolve(answer);
      const exit = () => resolve({ kind: 'died' });
      this.#child.once('message', message).once('exit', exit);
      stop.signal.addEventListener('abort', () => {
        this.#child.off('message', message).off('exit', exit);
      });
      const watch = async () => {
        const wallSeconds = (Date.now() - asked.wall) / 1000;
        const cpu = (await cpuSecondsOf(this.#child.pid)) - asked.cpu;
        if (cpu > cpuSeconds || (wallSeconds > WALL_SECONDS && cpuSeconds < Infinity))
          resolve({ kind: 'hang' });
        else if ((await residentMiBOf(this.#child.pid)) > this.#limits.memoryMiB)
          resolve({ kind: 'over-memory' });
      };
      const timer = setInterval(() => void watch(), POLL_MS);
      stop.signal.addEventListener('abort', () => clearInterval(timer));
    });
    const answer = await settled;
    stop.abort();
    if (answer.kind === 'hang' || answer.kind === 'over-memory') await this.end();
    return answer;
  }
}

/** User and system time of a process from /proc (Linux); 0 elsewhere, where only the wall clock guards. */
async function cpuSecondsOf(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${pid ?? 0}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return 0;
  // Fields 14 and 15, counted after the command's closing bracket; in hundredths of a second (USER_HZ).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function residentMiBOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid ?? 0}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
