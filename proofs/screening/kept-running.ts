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
  private readonly settings: ProcessSettings;
  private readonly keeping: Promise<void>;

  constructor(settings: ProcessSettings) {
    this.settings = settings;
    this.keeping = this.keep();
  }

  /** Kill -9; whether it was there to be killed. Starting counts as there. */
  kill(): boolean {
    const isKilled = this.child?.exitCode === null && this.child.kill('SIGKILL');
    if (isKilled) this.kills += 1;
    return isKilled;
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
      });
      await once(child, 'exit');
      if (this.isStopping) return;
      if (isRunning && child.signalCode !== 'SIGKILL') this.endedByItself += 1;
      await sleep(againAfterMs);
    }
  }
}
