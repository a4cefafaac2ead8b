import type { Logger } from 'pino';
import { prometheusMetrics, type PrometheusMetrics } from '../adapters/prometheus-metrics.ts';
import { openOptOutLists } from '../adapters/opt-out-list.ts';
import { openOptOuts } from '../adapters/opt-outs.ts';
import { openAiConsents } from '../adapters/store/ai-consent-store.ts';
import { readViewRules } from '../adapters/view-rules-file.ts';
import { openAssessmentJobs } from '../adapters/store/assessment-jobs.ts';
import { openAssessmentStore } from '../adapters/store/assessment-store.ts';
import { openCardSwitch, type OpenCardSwitch } from '../adapters/store/card-switch-store.ts';
import { openCardLedger } from '../adapters/store/card-ledger.ts';
import { openCursors } from '../adapters/store/cursor-store.ts';
import type { Database } from '../adapters/store/database.ts';
import { openDatabase } from '../adapters/store/open-database.ts';
import { openGoLiveRecords } from '../adapters/store/go-live-store.ts';
import { openReferrals } from '../adapters/store/referral-store.ts';
import { openOutbox } from '../adapters/store/outbox-store.ts';
import { openUsedTokens } from '../adapters/store/used-token-store.ts';
import type { Config } from '../config.ts';
import type { ViewRules } from '../core/film/view-rules.ts';
import type { AssessmentJobs } from '../flow/ports/assessment-jobs.ts';
import type { AssessmentStore } from '../flow/ports/assessment-store.ts';
import type { AuditTrail } from '../flow/ports/audit.ts';
import type { CardLedger } from '../flow/ports/card-ledger.ts';
import type { Clock } from '../flow/ports/clock.ts';
import type { Cursors } from '../flow/ports/cursors.ts';
import type { GoLiveRecords } from '../flow/ports/go-live-records.ts';
import type { Referrals } from '../flow/ports/referrals.ts';
import type { ConsentImports, OptOuts } from '../flow/ports/opt-outs.ts';
import type { OutgoingCheck } from '../flow/ports/outgoing-check.ts';
import type { Outbox } from '../flow/ports/outbox.ts';
import type { UsedTokens } from '../flow/ports/used-tokens.ts';
import type { Tenant } from '../flow/tenant.ts';
import { auditTrails } from './audit-trails.ts';
import { openFilmReaders, type FilmReaders } from './film-readers.ts';
import { outgoingCheckOf } from './outgoing-check.ts';
import { policyLookup, type PolicyFor } from './policy-lookup.ts';
import { openTenantAccess, type TenantAccess } from './tenant-access.ts';

/** What the service and a worker are both made of: built here once, so that the two cannot drift apart. */
export interface SharedParts {
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
  readonly database: Database;
  readonly store: AssessmentStore;
  readonly ledger: CardLedger;
  readonly outbox: Outbox;
  readonly referrals: Referrals;
  readonly goLiveRecords: GoLiveRecords;
  readonly policyFor: PolicyFor;
  readonly jobs: AssessmentJobs;
  readonly cursors: Cursors;
  readonly usedTokens: UsedTokens;
  readonly cardSwitch: OpenCardSwitch;
  readonly optOuts: OptOuts & ConsentImports;
  readonly audit: AuditTrail;
  readonly metrics: PrometheusMetrics;
  readonly filmReaders: FilmReaders;
  /** The one set of rules by which this process reads views. */
  readonly viewRules: ViewRules;
  /** Undefined: the tenant's resources leave unchecked. */
  readonly outgoingCheck: (tenant: Tenant) => OutgoingCheck | undefined;
  readonly accessOf: (tenant: Tenant) => TenantAccess;
  readonly tenantOf: (tenantId: string) => Tenant | undefined;
  /** In the order in which nothing is lost: jobs in hand end, then films, then the store. */
  close(graceMs: number): Promise<void>;
}

/** Opens everything or, when one part cannot be opened, closes again what was and throws that part's error. */
export async function openSharedParts(config: Config, log: Logger, clock: Clock): Promise<SharedParts> {
  const opened: ((graceMs: number) => Promise<unknown>)[] = [];
  const closeAll = async (graceMs: number): Promise<void> => {
    for (const close of opened.toReversed())
      await close(graceMs).catch((error: unknown) => log.error({ err: error }, 'closing failed'));
  };
  try {
    const database = await openDatabase(config.store, (error) =>
      log.warn({ err: error }, 'a database connection broke'),
    );
    opened.push(() => database.close());
    // The configuration sees to it that tenants of one process share one file.
    const viewRules = await readViewRules(config.tenants[0]?.viewRulesFile);
    const goLiveRecords = openGoLiveRecords(database);
    const filmReaders = await openFilmReaders(config, viewRules, goLiveRecords, log);
    opened.push(() => filmReaders.close());
    const jobs = await openAssessmentJobs(database, (error) =>
      log.error({ err: error }, 'the job queue failed'),
    );
    opened.push((graceMs) => jobs.stop(graceMs));
    const cardSwitch = await openCardSwitch(database, (error) =>
      log.warn({ err: error }, 'the stop button could not be read'),
    );
    opened.push(() => Promise.resolve(cardSwitch.close()));
    const optOuts = await openOptOuts({
      tenantIds: config.tenants.map(({ id }) => id),
      lists: openOptOutLists(config.tenants, clock),
      consents: openAiConsents(database),
      clock,
      onError: (error) => log.warn({ err: error }, 'opt-outs could not be read'),
    });
    opened.push(() => Promise.resolve(optOuts.close()));
    const outgoingCheck = outgoingCheckOf(config.tenants);
    const access = new Map(
      config.tenants.map((tenant) => [tenant.id, openTenantAccess(tenant, clock, outgoingCheck(tenant))]),
    );
    opened.push(() => Promise.all([...access.values()].map((one) => one.close())));
    return {
      config,
      log,
      clock,
      database,
      store: openAssessmentStore(database),
      ledger: openCardLedger(database),
      outbox: openOutbox(database, `${process.pid}-${clock().getTime()}`),
      referrals: openReferrals(database),
      goLiveRecords,
      policyFor: policyLookup((tenant) => filmReaders.of(tenant).models, goLiveRecords),
      jobs,
      cursors: openCursors(database),
      usedTokens: openUsedTokens(database),
      cardSwitch,
      optOuts,
      audit: auditTrails(config, database, access, log),
      metrics: prometheusMetrics(),
      filmReaders,
      viewRules,
      outgoingCheck,
      accessOf: (tenant) => accessOf(access, tenant),
      tenantOf: (tenantId) => config.tenants.find(({ id }) => id === tenantId),
      close: closeAll,
    };
  } catch (error) {
    await closeAll(0);
    throw error;
  }
}

function accessOf(access: ReadonlyMap<string, TenantAccess>, tenant: Tenant): TenantAccess {
  const found = access.get(tenant.id);
  if (found === undefined) throw new TypeError(`no access was opened for tenant ${tenant.id}`);
  return found;
}
