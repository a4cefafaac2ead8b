import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

test('workers ended at any moment of a film, and closed while the next one loads, never take the process along', async () => {
  const script = join(import.meta.dirname, 'end-workers.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  const { refused, scored } = JSON.parse(stdout) as { refused: number; scored: number };
  expect(refused + scored).toBe(21);
  expect(refused).toBeGreaterThan(5);
}, 120_000);
