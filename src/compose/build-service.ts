import { randomUUID } from 'node:crypto';
import { Router } from 'express';
import type { Logger } from 'pino';
import { newLocalToken, writeServiceFile } from '../adapters/local-admin/service-file.ts';
import { staffSessionKey } from '../adapters/local-admin/session-key.ts';
import { questions } from '../adapters/population/questions/all.ts';
import { shippedDefinitions } from '../adapters/fhir-profiles/shipped-definitions.ts';
import { publishedKeys } from '../adapters/backend-services.ts';
import { openWatchLog } from '../adapters/store/watch-log.ts';
import { siteReportOf } from '../adapters/site-report-file/site-report-file.ts';
import { openPatientErasure } from '../adapters/store/patient-erasure.ts';
import { EN } from '../cds-hooks/messages/en.ts';
import { allDefinitions } from '../fhir/definitions/all-definitions.ts';
import { serviceCapability } from '../fhir/definitions/capability-statements.ts';
import { discoveryOf } from '../cds-hooks/discovery.ts';
import { RECORD_QUERIES } from '../cds-hooks/prefetch-queries.ts';
import type { Config } from '../config.ts';
import type { WatchLimits } from '../core/monitoring/watch-rules.ts';
import { hookAnswerer } from '../flow/answer-hook.ts';
import { limitsInForce } from '../flow/monitor.ts';
import type { Clock } from '../flow/ports/clock.ts';
import { feedbackRecorder } from '../flow/record-feedback.ts';
import { createApp } from '../http/app.ts';
import type { Mount } from '../http/app-ports.ts';
import { auditedActs, localAdmin, staffAdmin } from '../http/admin/admin-actor.ts';
import { goLiveRoutes } from '../http/admin/go-live-routes.ts';
import { adminRoutes, type AdminApi } from '../http/admin/admin-routes.ts';
import { outboxRoutes } from '../http/admin/outbox-routes.ts';
import { watchRoutes } from '../http/admin/watch-routes.ts';
import { concurrencyGate } from '../http/concurrency.ts';
import { serve, type RunningServer } from '../http/serve.ts';
import { staffAccess } from '../http/staff/staff-access.ts';
import { definitionRoutes } from '../http/definition-routes.ts';
import { modelCardRoutes } from '../http/model-cards.ts';
import { staffPages } from '../http/staff/staff-pages.ts';
import { appMounts, builtApp } from './app-mounts.ts';
import { jobWorker } from './assess.ts';
import { startRounds } from './background.ts';
import { hookPorts } from './hook-ports.ts';
import { openModelCards } from './model-cards.ts';
import { populationMounts } from './population-mount.ts';
import { readinessOf } from './readiness.ts';
import { roundHints } from './round-hints.ts';
import { roundsOf } from './rounds.ts';
import { runningModelsOf } from './running-models.ts';
import { thresholdsOf } from './tenant-policy.ts';
import { startWriteBack } from './write-back.ts';
import { paceBesideHooks, startScreening } from './screening.ts';
import { openSharedParts, type SharedParts } from './shared-parts.ts';

export interface RunningService {
  readonly url: string;
  readonly parts: SharedParts;
  /** Stops taking calls, ends what is in hand and closes the store: no work is lost. */
  close(): Promise<void>;
}

const graceMs = 10_000;

/** The whole service on its parts. Throws TrabeculaError: port, store, models and settings each by name. */
export async function startService(
  config: Config,
  version: string,
  log: Logger,
  clock: Clock,
): Promise<RunningService> {
  const parts = await openSharedParts(config, log, clock);
  const hints = roundHints();
  let server: RunningServer | undefined;
  const publicUrl = (): string => config.server.publicUrl ?? server?.url ?? '';
  try {
    const localToken = newLocalToken();
    const mounts = await mountsOf(parts, publicUrl, localToken, version);
    const app = createApp({
      tenants: config.tenants,
      publicUrl,
      discovery: discoveryOf(RECORD_QUERIES, version),
      answerHook: hookAnswerer(hookPorts(parts, publicUrl)),
      recordFeedback: feedbackRecorder(parts.ledger),
      onChangeHint: (tenantId) => hints.hint(tenantId),
      cardSwitch: parts.cardSwitch,
      usedTokens: parts.usedTokens,
      readiness: () => readinessOf(parts),
      renderMetrics: () => parts.metrics.render(),
      metrics: parts.metrics,
      mounts,
      limits: config.limits,
      trustedProxies: config.server.trustedProxies,
      clock,
      log,
    });
    server = await serve(app, config.server);
    const removeServiceFile = writeServiceFile(config.dataFolder, { url: server.url, token: localToken });
    const stopWorking = await parts.jobs.work(jobWorker(parts), config.workers);
    const stopScreening = startScreening(parts, paceBesideHooks);
    const stopWriting = startWriteBack(parts, publicUrl);
    const stopRounds = startRounds(
      config.tenants.flatMap((tenant) => roundsOf(tenant, parts, publicUrl)),
      hints,
      log,
    );
    return {
      url: server.url,
      parts,
      close: async () => {
        removeServiceFile();
        await server?.close(graceMs);
        await Promise.all([stopRounds(), stopWorking(), stopScreening(), stopWriting()]);
        await parts.close(graceMs);
      },
    };
  } catch (error) {
    await server?.close(0);
    await parts.close(0);
    throw error;
  }
}

/** The limits by which each tenant is watched. */
const watchLimits =
  ({ config, goLiveRecords }: SharedParts) =>
  async (tenantId: string): Promise<WatchLimits> => {
    const tenant = config.tenants.find(({ id }) => id === tenantId);
    if (tenant === undefined) throw new TypeError(`no tenant ${tenantId}`);
    return limitsInForce(await goLiveRecords.of(tenantId), thresholdsOf(tenant));
  };

/** Write-back as an operator sees it; what is done reaches over all tenants and stands in the audit of each. */
const outboxOf = ({ config, outbox, store, clock, audit }: SharedParts): Router =>
  outboxRoutes({
    outbox,
    assessments: store,
    clock,
    record: async (actor, object) => {
      for (const { id } of config.tenants)
        await audit.record({
          tenantId: id,
          action: 'admin',
          actor,
          subject: undefined,
          object,
          outcome: 'success',
          at: clock(),
        });
    },
  });

async function mountsOf(
  parts: SharedParts,
  publicUrl: () => string,
  localToken: string,
  version: string,
): Promise<readonly Mount[]> {
  const { config, clock, audit } = parts;
  const sessionKey = staffSessionKey(config.dataFolder);
  const { routes, requireRole } = staffAccess({
    tenants: config.tenants,
    publicUrl,
    sessionKey,
    audit,
    clock,
  });
  const admin: AdminApi = {
    tenants: config.tenants,
    cardSwitch: parts.cardSwitch,
    erasure: openPatientErasure(parts.database),
    audited: auditedActs(audit, clock),
    clock,
    gate: concurrencyGate(config.limits.concurrentAdminCalls, config.limits.concurrentAdminCalls),
  };
  const keys = await publishedKeys(config.tenants);
  const tenantIds = config.tenants.map(({ id }) => id);
  const cards = await openModelCards(
    parts.filmReaders.all.map((reader) => reader.models),
    parts.goLiveRecords,
  );
  return [
    { path: '/.well-known/jwks.json', handler: (_request, response) => void response.json(keys) },
    { path: '/staff', handler: routes },
    { path: '/staff', handler: staffPages(builtApp) },
    ...populationMounts(parts, requireRole, localAdmin(localToken), randomUUID, {
      sealingKey: sessionKey,
      publicUrl,
    }),
    {
      path: '/admin/local',
      handler: Router().use(localAdmin(localToken), adminRoutes(admin), outboxOf(parts)),
    },
    {
      path: '/admin/api/watch',
      handler: Router().use(
        requireRole('population', 'operator', 'clinical-lead'),
        watchRoutes(openWatchLog(parts.database), watchLimits(parts)),
      ),
    },
    {
      path: '/admin/api/go-live',
      handler: goLiveRoutes({
        tenants: config.tenants,
        modelsOf: (tenant) => runningModelsOf(parts.filmReaders.of(tenant).models),
        ports: { records: parts.goLiveRecords, audit, clock },
        readReport: (bytes) => siteReportOf(bytes, 'the file'),
        requireRole,
      }),
    },
    {
      path: '/admin/api',
      handler: Router().use(requireRole('operator', 'clinical-lead'), staffAdmin, adminRoutes(admin)),
    },
    { path: '/model-cards', handler: modelCardRoutes(() => cards(tenantIds)) },
    {
      path: '/fhir',
      handler: definitionRoutes(allDefinitions(shippedDefinitions(), EN, [...questions.values()]), () =>
        serviceCapability(publicUrl(), version),
      ),
    },
    ...appMounts(parts, cards),
  ];
}
