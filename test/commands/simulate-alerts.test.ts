import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { registerSimulateAlerts } from '../../src/commands/simulate-alerts.ts';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'simulate-alerts-'))));
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => (process.exitCode = undefined));

async function simulate(...options: string[]) {
  let stdout = '';
  const program = new Command().exitOverride();
  registerSimulateAlerts(program, {
    environment: {},
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => undefined },
    clock: () => new Date('2026-11-28T12:00:00Z'),
  });
  const failure = await program.parseAsync(['simulate-alerts', ...options], { from: 'user' }).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { stdout, failure, exitCode: process.exitCode };
}

test('the simulated patients of the sandbox are counted, and over the ceiling the exit code is 1', async () => {
  const { stdout, exitCode } = await simulate('--flagged', '100', '--men');
  expect(stdout).toMatch(/^19 patients, \d+ with a lumbar radiograph; assumed: 100 % of films flagged\n/);
  expect(stdout).toMatch(/per 100 openings, over the ceiling of 2\n/);
  expect(exitCode).toBe(1);
});

test('a population of NDJSON without films raises no card and stays within the ceiling', async () => {
  const patient = { resourceType: 'Patient', id: 'a', gender: 'female', birthDate: '1950-01-01' };
  await writeFile(join(folder, 'Patient.ndjson'), `${JSON.stringify(patient)}\n`);
  const { stdout, exitCode } = await simulate('--population', folder, '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    patients: 1,
    cards: 0,
    openings: 3,
    workList: { 'guideline-dxa': 1 },
  });
  expect(exitCode).toBeUndefined();
});

test.each([
  [['--flagged', '120'], '--flagged: a number from 0 to 100'],
  [['--openings', '1.5'], '--openings: a whole number'],
  [['--as-of', 'yesterday'], '--as-of: a day such as'],
  [['--policy', '/nowhere.json'], 'cannot read /nowhere.json as JSON'],
])('%o is refused', async (options, message) => {
  expect((await simulate(...options)).failure).toMatchObject({
    message: expect.stringContaining(message) as string,
  });
});

test("a site's policy is checked by name", async () => {
  const path = join(folder, 'policy.json');
  await writeFile(path, JSON.stringify({ dxaInterval: 24 }));
  expect((await simulate('--policy', path)).failure).toMatchObject({ code: 'bad-configuration' });
});
