import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A process of a proof that answers one word at a time. */
export interface Child {
  readonly process: ChildProcess;
  ask<T>(word: string): Promise<T>;
}

/** Starts `proofs/FILE` with settings in its first argument; `said` is its first message. */
export async function startChild(
  file: string,
  ...settings: readonly string[]
): Promise<Child & { readonly said: unknown }> {
  const child = fork(join(import.meta.dirname, '..', file), [...settings], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    // As deploy/ runs the service.
    env: {
      ...process.env,
      MALLOC_ARENA_MAX: '2',
      NODE_OPTIONS: '--max-old-space-size=1024 --max-semi-space-size=16',
    },
  });
  const [said] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${file} did not start`))),
  ])) as [unknown];
  const ask = async <T>(word: string): Promise<T> => {
    const answered = once(child, 'message') as Promise<[T]>;
    child.send(word);
    return (await answered)[0];
  };
  return { process: child, ask, said };
}
