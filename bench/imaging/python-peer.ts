import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A Python process that answers one line of JSON for each line of input, on one thread. */
export interface PythonPeer {
  /** What it said of itself when it was ready. */
  readonly ready: unknown;
  ask<T>(line: string): Promise<T>;
  close(): void;
}

/** Starts a script of this folder, with TRABECULA_PROOF_PYTHON or Debian's Python, and waits for its first line. */
export async function pythonPeer(script: string, ...words: readonly string[]): Promise<PythonPeer> {
  const python = process.env['TRABECULA_PROOF_PYTHON'] ?? '/usr/bin/python3';
  const child = spawn(python, [join(import.meta.dirname, script), ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
  const reader = createInterface({ input: child.stdout });
  const lines = reader[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`${script} ended`);
    return JSON.parse(String(value));
  };
  return {
    ready: await next(),
    ask: async <T>(line: string) => {
      child.stdin.write(`${line}\n`);
      return (await next()) as T;
    },
    close: () => {
      child.stdin.end();
      reader.close();
    },
  };
}
