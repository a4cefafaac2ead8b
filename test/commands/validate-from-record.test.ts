import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import express from 'express';
import pino from 'pino';
import { populationTables } from '../../src/compose/population-tables.ts';
import { startService } from '../../src/compose/build-service.ts';
import { feedOf } from '../../src/compose/population-import.ts';
import { loadConfig } from '../../src/config.ts';
import type { SiteReport } from '../../src/core/validation/site-report.ts';
import { importPopulation } from '../../src/flow/import-population.ts';
import { registerValidate } from '../../src/commands/validate.ts';
import { SANDBOX_CLIENTS } from '../../src/sandbox/ehr/smart/registered-clients.ts';
import { pacsRouter } from '../../src/sandbox/pacs/pacs-router.ts';
import { readPatientFilms } from '../../src/sandbox/patients/read-patient-films.ts';
import { listening } from '../fakes/listening.ts';
import { runSandbox, type RunningSandbox } from '../sandbox/ehr/running-sandbox.ts';

const filmsFolder = join(import.meta.dirname, '../../src/sandbox/films');
const shippedModels = join(import.meta.dirname, '../../models');

let folder: string;
let pacs: Awaited<ReturnType<typeof listening>>;
let ehr: RunningSandbox;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'validate-record-'));
  // eleven patients are one more than a report needs
  const films = new Map([...(await readPatientFilms(filmsFolder))].slice(0, 11));
  pacs = await listening(express().use(pacsRouter({ folder: filmsFolder, onUnreadable: () => undefined })));
  ehr = await runSandbox(undefined, undefined, films);
  // each DXA ten days after the film, with the T-score that the film was simulated from
  for (const [patientId, { lumbarTScore, studies }] of films) {
    const measuredOn = new Date(Date.parse(studies[0]!.acquiredOn) + 10 * 86_400_000);
    await ehr.repository.createResource({
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '38267-1' }] },
      subject: { reference: `Patient/${patientId}` },
      effectiveDateTime: measuredOn.toISOString().slice(0, 10),
      valueQuantity: { value: lumbarTScore },
    });
  }
  await writeConfiguration();
}, 120_000);
afterAll(async () => {
  await ehr.close();
  await pacs.close();
  await rm(folder, { recursive: true, force: true });
});

async function writeConfiguration(): Promise<void> {
  await writeFile(join(folder, 'key.json'), JSON.stringify(ehr.servicePrivateJwk), { mode: 0o600 });
  const tenant = {
    id: 'sandbox',
    fhirBaseUrl: ehr.addresses.fhirBaseUrl,
    imaging: { dicomWebUrl: pacs.baseUrl, authorization: { kind: 'none' } },
    cdsClients: [{ issuer: ehr.addresses.cdsIssuer, jwksUrl: ehr.addresses.cdsJwksUrl }],
    backend: {
      clientId: SANDBOX_CLIENTS.service,
      tokenUrl: ehr.addresses.tokenUrl,
      scopes: ['system/*.rs'],
      privateKeyFile: 'key.json',
    },
  };
  const settings = { modelsFolder: shippedModels, dataFolder: join(folder, 'data'), tenants: [tenant] };
  await writeFile(join(folder, 'trabecula.json'), JSON.stringify(settings));
}

async function validate(...words: string[]): Promise<string> {
  let text = '';
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  registerValidate(program, {
    environment: { TRABECULA_CONFIG: join(folder, 'trabecula.json') },
    stdout: { write: (part: string) => (text += part) },
    stderr: { write: () => undefined },
    clock: () => new Date(),
  });
  await program.parseAsync(['validate', '--out', join(folder, 'out'), ...words], { from: 'user' });
  return text;
}

test('the people of an EHR and its archive become the report that a folder of films becomes', async () => {
  const text = await validate('--tenant', 'sandbox', '--from-record', '--simulated');
  expect(text).toContain('people with a DXA in the record');
  // a promotion is not asked for, so it says what it measured
  expect(text).toMatch(
    /^measured: the configuration's own set \(AP [0-9a-f]{12}, lateral [0-9a-f]{12}, fp32\)$/m,
  );
  const report = JSON.parse(await readFile(join(folder, 'out', 'report.json'), 'utf8'));
  expect(report.patients).toBe('simulated');
  expect(report.modelTraining).toBe('simulated');
  expect(report.pairing.analysed).toBeGreaterThanOrEqual(10);
  // every study is an analysed pair or stands under one reason
  const excluded = Object.values(report.pairing.excluded as Record<string, number>).reduce(
    (a, b) => a + b,
    0,
  );
  expect(report.pairing.analysed + excluded).toBe(report.pairing.studies);
  // patient ids are in the journal alone, and it is gone
  await expect(readFile(join(folder, 'out', 'people.ndjson'))).rejects.toThrow('ENOENT');
  const audit = await readFile(join(folder, 'data', 'audit.ndjson'), 'utf8');
  expect(audit).toContain('"actor":"trabecula validate"');
}, 240_000);

test('the people whom the imported population names are asked of the running service, and become the same report', async () => {
  const config = loadConfig({ TRABECULA_CONFIG: join(folder, 'trabecula.json'), TRABECULA_PORT: '0' });
  const service = await startService(config, '0', pino({ level: 'silent' }), () => new Date());
  try {
    const { parts } = service;
    const store = populationTables(parts.database, []);
    const feed = await feedOf({ kind: 'sweep', anew: false }, parts.tenantOf('sandbox')!, parts, store);
    const ports = { store, optOuts: parts.optOuts, clock: parts.clock, onProgress: () => undefined };
    await importPopulation('sandbox', feed, ports, new AbortController().signal);
    const out = join(folder, 'population');
    await validate('--tenant', 'sandbox', '--from-record', 'population', '--simulated', '--out', out);
    const pairingIn = async (of: string) =>
      (JSON.parse(await readFile(join(of, 'report.json'), 'utf8')) as SiteReport).pairing;
    expect((await pairingIn(out)).analysed).toBeGreaterThanOrEqual(10);
    expect((await pairingIn(out)).analysed).toBe((await pairingIn(join(folder, 'out'))).analysed);
  } finally {
    await service.close();
  }
}, 240_000);

test.each<[string, readonly string[], RegExp]>([
  ['neither a folder nor the record', [], /give --films and --dxa, or --tenant and --from-record/],
  ['an unknown tenant', ['--from-record', '--tenant', 'south'], /--tenant must name a tenant/],
  [
    'an unknown source of people',
    ['--from-record', 'paper', '--tenant', 'sandbox'],
    /one of: ehr, population/,
  ],
  [
    'a folder and the record at once',
    ['--from-record', '--tenant', 'sandbox', '--films', '/films'],
    /takes no --films/,
  ],
])('%s is refused with what to give', async (_, words, message) => {
  await expect(validate(...words)).rejects.toThrow(message);
});
