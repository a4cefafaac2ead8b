import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Page } from 'playwright-core';

/** The service of `staff-service.ts` in its own process. */
export interface RunningStaffService {
  readonly url: string;
  /** Runs a statement on the service's store. */
  sql(text: string): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

interface Told {
  readonly url?: string;
  readonly id?: number;
  readonly rows?: readonly Record<string, unknown>[];
  readonly error?: string;
}

export async function runStaffService(): Promise<RunningStaffService> {
  const child = spawn('node', [path.join(import.meta.dirname, 'staff-service.ts')], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (told: Told) => {
      resolve(told.url ?? '');
    });
    child.once('exit', (code) => {
      reject(new Error(`the staff service ended with ${code}`));
    });
  });
  const waiting = new Map<number, (told: Told) => void>();
  child.on('message', (told: Told) => waiting.get(told.id ?? 0)?.(told));
  return {
    url,
    sql: async (sql) => {
      const id = waiting.size + 1;
      const told = await new Promise<Told>((resolve) => {
        waiting.set(id, resolve);
        child.send({ id, sql });
      });
      if (told.error !== undefined) throw new Error(told.error);
      return told.rows ?? [];
    },
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Signs in at the sandbox's provider as one of its staff and waits for the page. */
export async function signInAs(page: Page, url: string, person: string, at = '/staff'): Promise<void> {
  await page.goto(`${url}${at}`);
  await page.getByRole('link', { name: 'Sign in at riverside' }).click();
  await page.getByRole('button', { name: person }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}
