import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const main = join(import.meta.dirname, '../../src/main.ts');
const models = join(import.meta.dirname, '../../models');

interface Ended {
  readonly code: number | null;
  readonly text: string;
}

/** The command line as a process of its own; environment of the machine without its TRABECULA settings. */
function trabecula(parameters: readonly string[], environment: Record<string, string> = {}) {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^TRABECULA|DATABASE_URL|NODE_OPTIONS/.test(name)),
  );
  const child: ChildProcess = spawn(process.execPath, [main, ...parameters], {
    env: { ...clean, TRABECULA_LOG_LEVEL: 'warn', ...environment },
  });
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => child.once('exit', (code) => resolve({ code, text })));
  const says = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(text);
      if (found) return found;
      if (child.exitCode !== null) throw new Error(`ended without saying ${pattern.source}: ${text}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return { child, ended, says };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trabecula-process-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (data: string, ...more: string[]) =>
  trabecula(['start', '--port', '0', '--data', join(folder, data), ...more]);

async function assessedOf(ehr: string): Promise<number> {
  const progress = (await (await fetch(`${ehr}/progress`)).json()) as { assessed: number };
  return progress.assessed;
}

test('one command starts service, EHR and PACS; a second process on its folder is refused; a restart keeps the assessments', async () => {
  const first = start('kept');
  const [, service = ''] = await first.says(/CDS service\s+(http:\S+)\/cds-services/);
  const [, ehr = ''] = await first.says(/EHR.*\s(http:\S+)/);
  expect((await fetch(`${service}/health/ready`)).status).toBe(200);
  expect(await (await fetch(`${service}/cds-services`)).json()).toMatchObject({ services: { length: 3 } });
  while ((await assessedOf(ehr)) === 0) await new Promise((resolve) => setTimeout(resolve, 200));

  const second = await start('kept').ended;
  expect(second).toMatchObject({ code: 69 });
  expect(second.text).toMatch(/another process|in use/i);

  const assessed = await assessedOf(ehr);
  first.child.kill('SIGTERM');
  expect(await first.ended).toMatchObject({ code: 0 });
  const again = start('kept');
  const [, ehrAgain = ''] = await again.says(/EHR.*\s(http:\S+)/);
  expect(await assessedOf(ehrAgain)).toBeGreaterThanOrEqual(assessed);
  again.child.kill('SIGTERM');
  await again.ended;
}, 120_000);

test('a port that is taken is named', async () => {
  const first = start('port');
  const [, port = ''] = await first.says(/CDS service\s+http:\S+:(\d+)\//);
  const second = await trabecula(['start', '--port', port, '--data', join(folder, 'other')]).ended;
  expect(second.code).toBe(69);
  expect(second.text).toMatch(/another program listens on 127\.0\.0\.1:\d+/);
  first.child.kill('SIGTERM');
  await first.ended;
}, 120_000);

test('an altered model stops the start with the name of its file', async () => {
  const altered = join(folder, 'models');
  await cp(models, altered, {
    recursive: true,
    filter: (path) => !path.includes('training') && !path.includes('golden'),
  });
  await writeFile(join(altered, 'lumbar-suitability', 'model.onnx'), 'not a network');
  const { code, text } = await start('model', '--models', altered).ended;
  expect(code).toBe(78);
  expect(text).toMatch(/lumbar-suitability/);
}, 60_000);

test('a malformed configuration names its setting', async () => {
  const file = join(folder, 'config.json');
  await writeFile(file, JSON.stringify({ server: { port: 'eighty' } }));
  const { code, text } = await trabecula(['serve'], { TRABECULA_CONFIG: file }).ended;
  expect(code).toBe(78);
  expect(text).toContain('server.port');
}, 60_000);

test('--help names every command', async () => {
  const { code, text } = await trabecula(['--help']).ended;
  expect(code).toBe(0);
  for (const command of [
    'start',
    'serve',
    'worker',
    'assess',
    'inspect',
    'models',
    'validate',
    'pool',
    'go-live',
    'import',
    'screen',
    'ask',
    'outbox',
    'retract',
    'stop-cards',
  ]) {
    expect(text).toMatch(new RegExp(`^ +${command}\\b`, 'm'));
  }
}, 60_000);
