import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../../src/adapters/store/open-database.ts';

/** Starting a process and the embedded database three times takes its time on a busy machine. */
const PATIENCE_MS = 120_000;

const holder = new URL('./hold-store.ts', import.meta.url);

describe('the embedded store and two processes', () => {
  let folder: string;
  let first: ChildProcess;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trabecula-store-'));
    first = spawn(process.execPath, [holder.pathname, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(first.stdout!, 'data');
  }, PATIENCE_MS);
  afterEach(() => {
    first.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  it(
    'stops the second with "store-in-use", and opens when the first was killed',
    async () => {
      await expect(openDatabase({ kind: 'embedded', folder })).rejects.toMatchObject({
        code: 'store-in-use',
      });
      first.kill('SIGKILL');
      await once(first, 'exit');
      const database = await openDatabase({ kind: 'embedded', folder });
      await database.close();
    },
    PATIENCE_MS,
  );
});

it('says which folder cannot be written', async () => {
  await expect(openDatabase({ kind: 'embedded', folder: '/dev/null/nowhere' })).rejects.toMatchObject({
    code: 'bad-configuration',
    message: expect.stringContaining('/dev/null/nowhere'),
  });
});
