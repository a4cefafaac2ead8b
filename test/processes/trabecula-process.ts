import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export interface Ended {
  readonly code: number | null;
  readonly text: string;
}

/** A process of a test: what it says, how it ends. */
export interface RunningProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Waits for a text in its output. Rejects, with all of the output, when it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
}

const main = join(import.meta.dirname, '../../src/main.ts');
const running = new Set<ChildProcess>();

/** For `afterEach`: a test that failed half-way leaves no process behind. */
export async function killAll(): Promise<void> {
  await Promise.all(
    [...running].map((child) => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      return ended;
    }),
  );
}

/** Environment of the machine without its own settings of the service. */
function cleanEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^TRABECULA|DATABASE_URL|NODE_OPTIONS/.test(name)),
  );
}

export function startProcess(
  script: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): RunningProcess {
  const child = spawn(process.execPath, [script, ...parameters], {
    env: { ...cleanEnvironment(), ...environment },
  });
  running.add(child);
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<Ended>((resolve) =>
    child.once('exit', (code) => {
      running.delete(child);
      resolve({ code, text });
    }),
  );
  const says = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(text);
      if (found) return found;
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`ended without saying ${pattern.source}: ${text}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return { child, ended, says };
}

/** The command line as a process of its own. */
export const trabecula = (
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): RunningProcess => startProcess(main, parameters, { TRABECULA_LOG_LEVEL: 'warn', ...environment });
