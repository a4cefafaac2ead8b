/** The whole service as `trabecula serve` builds it, watched from within: `node service.ts SETTINGS` (JSON). */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { screeningLedger } from '../../src/adapters/store/screening-ledger.ts';
import { startService } from '../../src/compose/build-service.ts';
import { openLog } from '../../src/compose/log.ts';
import { loadConfig } from '../../src/config.ts';
import type { Tenant } from '../../src/flow/tenant.ts';
import { flaggedEvidence, storedAssessment } from '../../test/adapters/store/stored-assessments.ts';
import * as load from '../load/chart.ts';
import { patientIdOf, studyUidOf } from '../../test/fakes/numbered-films.ts';

export interface SoakSettings {
  readonly tenant: Tenant;
  readonly dataFolder: string;
  /** Undefined: the embedded store. */
  readonly databaseUrl: string | undefined;
  /** Patients whose films are assessed before the first call. */
  readonly finished: number;
  /** Studies of the screening run. */
  readonly screened: number;
}

/** One look at the process; bytes, and milliseconds of event-loop delay since the last look. */
export interface Usage {
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
  readonly cpuMs: number;
  readonly delayMs: { readonly p50: number; readonly p99: number; readonly worst: number };
  readonly screening: { readonly scored: number; readonly refused: number; readonly setAside: number };
}

const settings = JSON.parse(process.argv[2] ?? '') as SoakSettings;
const config = loadConfig({
  TRABECULA_PORT: '0',
  TRABECULA_DATA_FOLDER: settings.dataFolder,
  TRABECULA_LOG_LEVEL: 'warn',
  ...(settings.databaseUrl === undefined ? {} : { DATABASE_URL: settings.databaseUrl }),
});
const service = await startService(
  { ...config, tenants: [settings.tenant] },
  '0',
  openLog('warn'),
  () => new Date(),
);
const { store, database, clock } = service.parts;
const ledger = screeningLedger(database);
const tenantId = settings.tenant.id;

for (let number = 0; number < settings.finished; number += 1)
  await store.save(
    storedAssessment({
      tenantId,
      patientId: load.patientIdOf(number),
      assessmentKey: load.patientIdOf(number),
      studyInstanceUid: load.studyUidOf(number),
      evidence: flaggedEvidence({
        studyInstanceUid: load.studyUidOf(number),
        acquiredOn: load.FILM_TAKEN_ON,
      }),
    }),
    [],
  );
await ledger.plan(
  {
    tenantId,
    runId: 'soak',
    cohort: 'numbered patients',
    state: 'running',
    askedBy: 'soak',
    createdAt: clock(),
  },
  Array.from({ length: settings.screened }, (_, number) => ({
    patientId: patientIdOf(number),
    studyInstanceUid: studyUidOf(number),
  })),
);

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
const milliseconds = (nanoseconds: number) => Math.round(nanoseconds / 1e5) / 10;

async function usage(): Promise<Usage> {
  const { rss, heapUsed, external } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const [progress] = await ledger.progress(tenantId, clock());
  const delayMs = {
    p50: milliseconds(delay.percentile(50)),
    p99: milliseconds(delay.percentile(99)),
    worst: milliseconds(delay.max),
  };
  delay.reset();
  return {
    rss,
    heapUsed,
    external,
    cpuMs: Math.round((user + system) / 1000),
    delayMs,
    screening: {
      scored: progress?.scored ?? 0,
      refused: progress?.refused ?? 0,
      setAside: progress?.setAside ?? 0,
    },
  };
}

process.on('message', (message) => {
  if (message === 'usage') void usage().then((now) => process.send?.(now));
  if (message === 'stop') void service.close().then(() => process.exit(0));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ url: service.url });
