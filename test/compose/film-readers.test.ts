import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { promote } from '../../src/flow/go-live.ts';
import { runningModelsOf } from '../../src/compose/running-models.ts';
import { openFilmReaders, type FilmReaders } from '../../src/compose/film-readers.ts';
import type { Config } from '../../src/config.ts';
import { defaultViewRules } from '../../src/core/film/default-view-rules.ts';
import { lumbarFilm } from '../dicom/lumbar-film.ts';
import { goLivePortsFrom } from '../fakes/go-live-records.ts';
import { addInt8Twin, goodAgreement } from '../fakes/int8-package.ts';
import { tenantOf } from '../fakes/tenant.ts';
import { fixtureModels } from '../fixture-paths.ts';

const log = pino({ level: 'silent' });
const north = tenantOf({ id: 'north' });
const west = tenantOf({ id: 'west' });
const south = tenantOf({ id: 'south', precision: 'int8' });
const { records: noRecords } = goLivePortsFrom(new Date('2026-01-01T00:00:00Z'));
let folder: string;
let readers: FilmReaders;

const configWith = (tenants: Config['tenants']) =>
  ({ modelsFolder: folder, tenants, workers: 1 }) as unknown as Config;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trabecula-readers-'));
  await cp(fixtureModels, folder, { recursive: true });
  await addInt8Twin(folder, 'lumbar-ap-resnet18', goodAgreement);
  readers = await openFilmReaders(configWith([north, south, west]), defaultViewRules, noRecords, log);
}, 120_000);

afterAll(async () => {
  await readers.close();
  await rm(folder, { recursive: true });
});

test("each tenant's films are read by the arithmetic it names, under that version", async () => {
  const modelOf = async (tenant: typeof north) => {
    const reading = await readers.of(tenant).read(lumbarFilm());
    return reading.kind === 'scored' ? [reading.film.modelId, reading.film.modelVersion] : reading;
  };
  expect(await modelOf(north)).toEqual(['lumbar-ap-resnet18', readers.of(north).modelVersions.ap]);
  expect(await modelOf(south)).toEqual(['lumbar-ap-resnet18-int8', readers.of(south).modelVersions.ap]);
  expect(readers.of(north).modelVersions.ap).not.toBe(readers.of(south).modelVersions.ap);
});

test('the int8 network is measured beside the fp32 one, and nothing is when none is in use', async () => {
  expect(await readers.of(north).speeds()).toEqual([]);
  expect(await readers.of(south).speeds()).toEqual([
    { view: 'ap', int8Ms: expect.any(Number) as number, fp32Ms: expect.any(Number) as number },
  ]);
});

test('tenants with one arithmetic share their workers', () => {
  expect(readers.of(west)).toBe(readers.of(north));
  expect(readers.all).toHaveLength(2);
});

test('a tenant that names int8 where no package has it stops the start', async () => {
  const config = { ...configWith([south]), modelsFolder: fixtureModels };
  await expect(openFilmReaders(config, defaultViewRules, noRecords, log)).rejects.toMatchObject({
    code: 'bad-model-package',
  });
});

test("a challenger reads beside the tenant's own models, and in their place from the start after its promotion", async () => {
  const tenant = tenantOf({ id: 'east', challenger: { modelsFolder: folder, precision: 'int8' } });
  const ports = goLivePortsFrom(new Date('2026-01-01T00:00:00Z'));
  const before = await openFilmReaders(configWith([tenant, north]), defaultViewRules, ports.records, log);
  const challenger = before.challengerOf(tenant)!;
  const versions = { own: before.of(tenant).modelVersions.ap, challenger: challenger.modelVersions.ap };
  expect(before.of(tenant)).toBe(before.of(north));
  expect(before.challengerOf(north)).toBeUndefined();
  await promote(tenant, runningModelsOf(challenger.models), 'compared', 'dr-a', ports);
  // a running process goes on as it began
  expect(before.of(tenant).modelVersions.ap).toBe(versions.own);
  await before.close();
  const after = await openFilmReaders(configWith([tenant]), defaultViewRules, ports.records, log);
  expect(after.of(tenant).modelVersions.ap).toBe(versions.challenger);
  expect(after.challengerOf(tenant)!.modelVersions.ap).toBe(versions.own);
  await after.close();
}, 120_000);
