import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import type { RegisterCommand } from '../../src/commands/command.ts';
import { killAll, trabecula } from './trabecula-process.ts';

const models = join(import.meta.dirname, '../../models');
const commandsFolder = join(import.meta.dirname, '../../src/commands');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trabecula-process-'));
});
afterEach(killAll);
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (data: string, ...more: string[]) =>
  trabecula(['start', '--port', '0', '--data', join(folder, data), ...more]);

/** Identities of what the service has assessed, as its RiskAssessments stand in the record. */
async function assessedStudies(ehr: string): Promise<readonly string[]> {
  const progress = (await (await fetch(`${ehr}/progress`)).json()) as { assessedStudies: string[] };
  return progress.assessedStudies.toSorted();
}

test('one command starts service, EHR and PACS; a second process on its folder is refused; a restart keeps the assessments', async () => {
  const first = start('kept');
  const [, service = ''] = await first.says(/CDS service\s+(http:\S+)\/cds-services/);
  const [, ehr = ''] = await first.says(/EHR.*\s(http:\S+)/);
  expect((await fetch(`${service}/health/ready`)).status).toBe(200);
  expect(await (await fetch(`${service}/cds-services`)).json()).toMatchObject({ services: { length: 3 } });
  while ((await assessedStudies(ehr)).length === 0) await new Promise((resolve) => setTimeout(resolve, 200));

  const second = await start('kept').ended;
  expect(second).toMatchObject({ code: 69 });
  expect(second.text).toMatch(/another process|in use/i);

  const assessed = await assessedStudies(ehr);
  first.child.kill('SIGTERM');
  expect(await first.ended).toMatchObject({ code: 0 });
  const again = start('kept');
  const [, ehrAgain = ''] = await again.says(/EHR.*\s(http:\S+)/);
  // A restart may have gone on by then, but what was there is there: the same studies.
  expect(await assessedStudies(ehrAgain)).toEqual(expect.arrayContaining([...assessed]));
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

/** Names of the commands that the files of src/commands register: `go-live.ts` by `registerGoLive`, and so on. */
async function commandNames(): Promise<readonly string[]> {
  const program = new Command();
  const context = {
    environment: {},
    stdout: process.stdout,
    stderr: process.stderr,
    clock: () => new Date(),
  };
  for (const file of await readdir(commandsFolder)) {
    const name = `-${file.replace('.ts', '')}`.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    const exported = (await import(join(commandsFolder, file))) as Readonly<Record<string, unknown>>;
    const register = exported[`register${name}`] as RegisterCommand | undefined;
    register?.(program, context);
  }
  return program.commands.map((command) => command.name());
}

test('--help names every command that src/commands holds', async () => {
  const { code, text } = await trabecula(['--help']).ended;
  expect(code).toBe(0);
  const listed = [...text.matchAll(/^ {2}([a-z][a-z-]+)\b/gm)].map(([, name]) => name);
  expect(listed.filter((name) => name !== 'help').toSorted()).toEqual((await commandNames()).toSorted());
}, 60_000);
