import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { registerResearchExport } from '../../src/commands/research-export.ts';
import { researchColumns } from '../../src/core/population/research-columns.ts';
import { exportResearch } from '../../src/flow/export-research.ts';
import { researchRoutes } from '../../src/http/population/research-routes.ts';
import { researchInMemory, researchPatient } from '../fakes/research.ts';
import type { TestService } from '../http/service.ts';
import { everyRole, startLocalService } from './local-service.ts';

const now = new Date('2026-11-28T12:00:00Z');
let folder: string;
let service: TestService;
let research: ReturnType<typeof researchInMemory>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'research-export-'));
  research = researchInMemory(() => [Array.from({ length: 12 }, (_, i) => researchPatient(`p${i}`))], now);
  const routes = researchRoutes({
    exportResearch: (request, signal) => exportResearch(request, research.ports, signal),
    records: research.ports.records,
    requireRole: everyRole,
  });
  service = await startLocalService(folder, '/admin/local/population/research-exports', routes);
});
afterEach(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

async function command(...options: string[]): Promise<string> {
  let stdout = '';
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  registerResearchExport(program, {
    environment: { TRABECULA_DATA_FOLDER: folder },
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: () => undefined },
    clock: () => now,
  });
  await program.parseAsync(['research-export', ...options], { from: 'user' });
  return stdout;
}

const out = () => join(folder, 'new', 'out');
const textOf = (name: string) => readFile(join(out(), name), 'utf8');

test('an export lies in three files of its own: rows for the owner’s eyes, every column explained, what was held back', async () => {
  const stdout = await command('--tenant', 'north', '--project', 'spine', '--out', out());
  expect((await readdir(out())).sort()).toEqual(['dictionary.json', 'patients.csv', 'report.json']);
  expect((await textOf('patients.csv')).trim().split('\n')).toEqual([
    'research_id',
    ...Array.from({ length: 12 }, (_, i) => `spine-p${i}`),
  ]);
  expect((await stat(join(out(), 'patients.csv'))).mode & 0o077).toBe(0);
  expect(JSON.parse(await textOf('dictionary.json'))).toEqual(
    JSON.parse(JSON.stringify({ columns: researchColumns })),
  );
  const report = JSON.parse(await textOf('report.json')) as object;
  expect(report).toMatchObject({
    exportId: 'export-1',
    tenantId: 'north',
    project: 'spine',
    dates: 'shifted',
  });
  expect(JSON.parse(stdout)).toEqual(report);
});

test('--years asks for years alone', async () => {
  await command('--tenant', 'north', '--project', 'spine', '--years', '--out', out());
  expect(research.kept).toMatchObject([{ dates: 'year' }]);
});

test.each([
  ['a tenant without a key', ['--tenant', 'south', '--project', 'spine'], /researchKeyFile/],
  ['a project whose name is no name', ['--tenant', 'north', '--project', '../spine'], /project/],
])('%s: what is wrong is said, and no folder is left behind', async (_what, options, said) => {
  await expect(command(...options, '--out', out())).rejects.toThrow(said);
  await expect(stat(out())).rejects.toThrow('ENOENT');
});

test('without a running service the command says so', async () => {
  await rm(join(folder, 'running-service.json'));
  await expect(command('--tenant', 'north', '--project', 'spine', '--out', out())).rejects.toMatchObject({
    code: 'not-found',
  });
});
