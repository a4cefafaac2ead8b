import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessSettings } from './run-settings.ts';

/** A supervisor tries again after a start that failed because the database was away. */
const againAfterMs = 500;

/** A process that a supervisor would keep running: started again whenever it ends, until it is stopped. */
export class KeptRunning {
  /** Ends that nobody asked for, after it had started: the process must outlive its database. */
  endedByItself = 0;
  kills = 0;
  private child: ChildProcess | undefined;
  private isStopping = false;
  private started = Promise.withResolvers<void>();
  private readonly settings: ProcessSettings;
  private readonly keeping: Promise<void>;

  constructor(settings: ProcessSettings) {
    this.settings = settings;
    this.keeping = this.keep();
  }

  /** Resolves when the process that is there now has started. */
  running(): Promise<void> {
    return this.started.promise;
  }

  /** Kill -9 when it is there; starting counts as there. */
  kill(): void {
    if (this.child?.kill('SIGKILL') === true) this.kills += 1;
  }

  /** Ends it in order; whether its last end was orderly. */
  async stop(): Promise<boolean> {
    this.isStopping = true;
    const last = this.child;
    if (last?.connected === true) last.send('stop');
    await this.keeping;
    return last?.exitCode === 0;
  }

  private async keep(): Promise<void> {
    while (!this.isStopping) {
      const child = fork(join(import.meta.dirname, 'process.ts'), [JSON.stringify(this.settings)], {
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      });
      this.child = child;
      let isRunning = false;
      child.once('message', () => {
        isRunning = true;
        this.started.resolve();
      });
      await once(child, 'exit');
      this.started = Promise.withResolvers();
      if (this.isStopping) return;
      if (isRunning && child.signalCode !== 'SIGKILL') this.endedByItself += 1;
      await sleep(againAfterMs);
    }
  }
}
