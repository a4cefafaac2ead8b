import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { registerPopulation } from '../../src/commands/population.ts';
import { populationRoutes } from '../../src/http/population/population-routes.ts';
import { rememberedAudit } from '../fakes/audit-trail.ts';
import { populationInMemory, type PopulationInMemory } from '../fakes/population.ts';
import type { TestService } from '../http/service.ts';
import { everyRole, startLocalService } from './local-service.ts';

const now = new Date('2026-11-28T12:00:00Z');
let folder: string;
let service: TestService;
let population: PopulationInMemory;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'population-command-'));
  population = populationInMemory(now);
  const routes = populationRoutes({
    ...population.ports,
    audit: rememberedAudit(),
    clock: () => now,
    requireRole: everyRole,
  });
  service = await startLocalService(folder, '/admin/local/population', routes);
});
afterEach(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

async function command(...words: string[]): Promise<void> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  registerPopulation(program, {
    environment: { TRABECULA_DATA_FOLDER: folder },
    stdout: { write: () => undefined },
    stderr: { write: () => undefined },
    clock: () => now,
  });
  await program.parseAsync(words, { from: 'user' });
}

test('import --archive sweeps the archive from a day on, and does not guess the day', async () => {
  await command('import', '--tenant', 'north', '--archive', '--since', '2024-01-31');
  expect(population.imports).toEqual([['north', { kind: 'archive', since: '2024-01-31' }]]);
  await expect(command('import', '--tenant', 'north', '--archive')).rejects.toThrow('--since');
  await expect(command('import', '--tenant', 'north', '--archive', '--since', '2024')).rejects.toThrow(
    'since',
  );
});

test('screen --begin takes films since a day, of the listed patients', async () => {
  const list = join(folder, 'cohort');
  await writeFile(list, 'Patient/a\n\nb\n');
  await command('screen', '--tenant', 'north', '--begin', '--since', '2024-01-31', '--cohort', list);
  expect(population.planned).toMatchObject([
    { tenantId: 'north', filmsSince: '2024-01-31', patientIds: ['a', 'b'] },
  ]);
});
