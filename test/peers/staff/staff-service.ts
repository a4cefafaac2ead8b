import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Resource } from '@medplum/fhirtypes';
import { insertAssessments } from '../../../proofs/population/bulk-assessments.ts';
import { syntheticFeed, syntheticPatient } from '../../../proofs/population/synthetic-health-system.ts';
import { populationTables } from '../../../src/compose/population-tables.ts';
import { statement, type Database } from '../../../src/adapters/store/database.ts';
import { startService } from '../../../src/compose/build-service.ts';
import { openLog } from '../../../src/compose/log.ts';
import { loadConfig } from '../../../src/config.ts';
import { importPopulation } from '../../../src/flow/import-population.ts';
import type { PopulationFeed } from '../../../src/flow/ports/population-feed.ts';
import { SANDBOX_STAFF } from '../../../src/sandbox/ehr/pages/choose-role-page.ts';
import { SANDBOX_CLIENTS } from '../../../src/sandbox/ehr/smart/registered-clients.ts';
import { startSandboxEhr } from '../../../src/sandbox/ehr/start-sandbox-ehr.ts';
import { tenantOf } from '../../fakes/tenant.ts';
import { freePort } from '../../fakes/free-port.ts';

/**
 * A process of its own: the whole service for one tenant, staff sign-in at the sandbox's provider, and a synthetic
 * population of 600 people. Tells its parent the address; runs the SQL that the parent sends.
 */
const tenantId = 'riverside';
const system = { patients: 600, seed: 7, filmShare: 0.6 };
const host = '127.0.0.1';
/** A day on which the synthetic charts are fresh; time goes on from there. */
const startedAt = Date.now();
const clock = (): Date => new Date(Date.parse('2026-11-28T09:00:00Z') + Date.now() - startedAt);

const port = await freePort();
const serviceUrl = `http://${host}:${port}`;
const ehr = await startSandboxEhr({
  port: 0,
  host,
  films: new Map(),
  cdsServiceUrl: serviceUrl,
  appLaunchUrl: `${serviceUrl}/app/launch.html`,
  appRedirectUrls: [`${serviceUrl}/app/`],
  staffRedirectUrls: [`${serviceUrl}/staff/callback`],
  serviceKeys: { keys: [] },
  filmProgress: () => Promise.resolve({ total: 0, assessedStudies: [] }),
  clock,
});
const dataFolder = mkdtempSync(path.join(tmpdir(), 'trabecula-staff-'));
const config = loadConfig({
  TRABECULA_HOST: host,
  TRABECULA_PORT: String(port),
  TRABECULA_DATA_FOLDER: dataFolder,
  TRABECULA_WORKERS: '1',
  TRABECULA_LOG_LEVEL: 'error',
});
const tenant = tenantOf({
  id: tenantId,
  fhirBaseUrl: ehr.addresses.fhirBaseUrl,
  fhirServersAllowed: [ehr.addresses.fhirBaseUrl],
  mode: 'research',
  research: { ethicsReference: 'synthetic', expiresOn: '2999-12-31', users: ['Practitioner/dr-sandbox'] },
  sandbox: true,
  chartUrl: 'https://ehr.example.org/#/charts/{patientId}',
  pool: { name: 'Riverside bone health clinic', reference: undefined, dxaPerWeek: 20 },
  staffSignIn: {
    issuer: ehr.addresses.issuer,
    clientId: SANDBOX_CLIENTS.staff,
    clientSecret: undefined,
    roleClaim: 'roles',
    roles: {
      clinician: 'clinician',
      population: 'population',
      operator: 'operator',
      'clinical-lead': 'clinical-lead',
    },
  },
});
const service = await startService({ ...config, tenants: [tenant] }, 'test', openLog('error'), clock);
const { database } = service.parts;
await seed(database);
process.on('message', ({ id, sql }: { id: number; sql: string }) => {
  database.query(statement(`test.${id}`, sql), []).then(
    (rows) => process.send?.({ id, rows }),
    (error: unknown) => process.send?.({ id, error: String(error) }),
  );
});
process.once('SIGTERM', () => {
  void service
    .close()
    .then(() => ehr.close())
    .finally(() => {
      rmSync(dataFolder, { recursive: true, force: true });
      process.exit(0);
    });
});
process.send?.({ url: service.url, people: SANDBOX_STAFF.map(({ account }) => account) });

async function seed(to: Database): Promise<void> {
  const store = populationTables(to, []);
  const optOuts = { learnImported: () => Promise.resolve() };
  const importPorts = { store, optOuts, clock, onProgress: () => undefined };
  const feed = syntheticFeed(0, system.patients, system.seed, system.filmShare);
  await importPopulation(tenantId, feed, importPorts, new AbortController().signal);
  await insertAssessments(to, tenantId, system);
  await importPopulation(tenantId, await followedFeed(to), importPorts, new AbortController().signal);
  await to.script(`INSERT INTO trabecula.chart_opening (tenant_id, hour, openings)
    SELECT '${tenantId}', date_trunc('hour', month) + interval '9 hours', 900
      FROM generate_series(timestamp '2026-06-01', timestamp '2026-11-01', interval '1 month') AS month`);
}

/** Two in five of the flagged have their DXA 60 days after the flag, with the T-score that they have. */
async function followedFeed(from: Database): Promise<PopulationFeed> {
  const flagged = await from.query<{ patient_id: string; assessed_at: Date }>(
    statement(
      'test.flagged',
      `SELECT patient_id, assessed_at FROM population.assessment WHERE outcome = 'flagged'`,
    ),
    [],
  );
  const resources = flagged.flatMap(({ patient_id: patientId, assessed_at: at }) => {
    const index = Number(patientId.slice(1));
    if (index % 5 > 1) return [];
    const { tScore } = syntheticPatient(index, system.seed, system.filmShare);
    return [tScoreResult(patientId, tScore, new Date(at.getTime() + 60 * 86_400_000))];
  });
  const progress = { filesDone: 1, filesInAll: 1 };
  return {
    name: 'synthetic follow-up',
    async *open() {
      yield await Promise.resolve({ resources, deleted: [], problems: [], position: 'end', progress });
    },
  };
}

function tScoreResult(patientId: string, value: number, on: Date): Resource {
  return {
    resourceType: 'Observation',
    id: `${patientId}-followed`,
    status: 'final',
    subject: { reference: `Patient/${patientId}` },
    code: { coding: [{ system: 'http://loinc.org', code: '38267-1' }] },
    effectiveDateTime: on.toISOString().slice(0, 10),
    valueQuantity: { value, system: 'http://unitsofmeasure.org', code: '{T-score}' },
  };
}
