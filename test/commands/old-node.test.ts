import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const bin = join(import.meta.dirname, '../../bin/trabecula.js');
/** Runs before the command and lets it see the version of another Node. */
const pretendNode20 = `data:text/javascript,${encodeURIComponent(
  `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.11.0' } });`,
)}`;

test('under an old Node the command says what to run instead of failing on TypeScript', async () => {
  const run = promisify(execFile)(process.execPath, ['--import', pretendNode20, bin, '--help']);
  await expect(run).rejects.toMatchObject({
    code: 78,
    stderr: expect.stringContaining('trabecula needs Node 24') as string,
  });
});
