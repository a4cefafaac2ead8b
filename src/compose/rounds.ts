import { localCodesIn } from '../core/decision/policy-overrides.ts';
import { assessWithChallenger } from '../flow/assess-with-challenger.ts';
import { assessAhead } from '../flow/assess-ahead.ts';
import { DEFAULT_ARRIVAL_RULES } from '../flow/arrivals/arrival-state.ts';
import { followUp } from '../flow/follow-up.ts';
import { keepSubscriptions } from '../flow/keep-subscriptions.ts';
import { watchArchive } from '../flow/watch-archive.ts';
import { watchChart } from '../flow/watch-chart.ts';
import { watchOverrides } from '../flow/watch-overrides.ts';
import type { Tenant } from '../flow/tenant.ts';
import { openChallengerStore } from '../adapters/store/challenger-store.ts';
import { openWatchLog } from '../adapters/store/watch-log.ts';
import { openWatchSource } from '../adapters/store/watch-store.ts';
import { monitorTenant } from '../flow/monitor.ts';
import { filmRulesOf, filmRulesWith, studyRulesOf } from './assess.ts';
import type { Round } from './background.ts';
import { digestOf } from './digest.ts';
import { auditImageRead } from './image-read-audit.ts';
import { runningModelsOf } from './running-models.ts';
import type { SharedParts } from './shared-parts.ts';
import { thresholdsOf } from './tenant-policy.ts';

/** Films are assessed ahead: on arrival in the chart and the archive, and before appointments of the next days. */
const appointmentDaysAhead = 3;
const hourMs = 3_600_000;
/** Older studies are the population import's. */
const firstLookBackMs = 7 * 24 * hourMs;

/** How soon a tenant whose cards nearly everybody overrides falls silent. */
const overridesEveryMs = 60_000;

/** The least time between two rounds that hints bring forward: a burst of notifications is one look. */
const hintedChartMs = 5_000;
const hintedFollowUpMs = 15 * 60_000;

/** Few and one after the other: the workers belong to the films that somebody waits for. */
const challengerEveryMs = 60_000;
const challengerStudies = 20;

/** The rounds of a tenant; those that look for films only where it has credentials of its own. */
export function roundsOf(tenant: Tenant, parts: SharedParts, publicUrl: () => string): readonly Round[] {
  return [
    overridesRound(tenant, parts),
    watchRound(tenant, parts),
    ...followUpRounds(tenant, parts),
    ...filmRounds(tenant, parts),
    ...challengerRounds(tenant, parts),
    ...subscriptionRounds(tenant, parts, publicUrl),
  ];
}

/** Where the tenant wants notifications and we have credentials to ask its EHR for them. */
function subscriptionRounds(tenant: Tenant, parts: SharedParts, publicUrl: () => string): readonly Round[] {
  const { own } = parts.accessOf(tenant);
  const { notifications } = tenant;
  if (own === undefined || notifications === undefined) return [];
  const endpoint = () => `${publicUrl()}/notifications/${tenant.id}`;
  const run = async () => ({ ...(await keepSubscriptions(endpoint(), notifications, own, parts.clock())) });
  return [{ name: `${tenant.id}: subscriptions`, everyMs: hourMs, run }];
}

function overridesRound(tenant: Tenant, parts: SharedParts): Round {
  const { ledger, audit, clock } = parts;
  const ports = { ledger, audit, clock, records: parts.goLiveRecords };
  return {
    name: `${tenant.id}: overrides`,
    everyMs: overridesEveryMs,
    run: async () => ({ fellSilent: Number(await watchOverrides(tenant, thresholdsOf(tenant), ports)) }),
  };
}

function watchRound(tenant: Tenant, parts: SharedParts): Round {
  const { ledger, audit, clock, database } = parts;
  const ports = {
    ledger,
    audit,
    clock,
    records: parts.goLiveRecords,
    source: openWatchSource(database),
    gauges: parts.metrics.watch,
    log: openWatchLog(database),
  };
  return {
    name: `${tenant.id}: watch`,
    everyMs: hourMs,
    run: async () => ({ alarms: (await monitorTenant(tenant, ports, thresholdsOf(tenant))).alarms.length }),
  };
}

/** Open follow-ups are read from the chart anew, so only a tenant with credentials of its own has them followed. */
function followUpRounds(tenant: Tenant, parts: SharedParts): readonly Round[] {
  const { own } = parts.accessOf(tenant);
  if (own === undefined || !tenant.writeBack.tasks) return [];
  const run = async (signal: AbortSignal) => {
    const asOf = parts.clock();
    const { referrals, ledger, outbox } = parts;
    const policy = await parts.policyFor(tenant, asOf);
    const localCodes = localCodesIn(tenant.policy);
    const ports = { referrals, ledger, outbox, fhir: own.fhir, policy, localCodes };
    return { ...(await followUp(tenant, ports, asOf, signal)) };
  };
  const hinted = { tenantId: tenant.id, notWithinMs: hintedFollowUpMs };
  return [{ name: `${tenant.id}: follow-up`, everyMs: tenant.sandbox ? 10_000 : hourMs, hinted, run }];
}

function filmRounds(tenant: Tenant, parts: SharedParts): readonly Round[] {
  const { own, archive, arrivals: feed } = parts.accessOf(tenant);
  if (own === undefined) return [];
  const filmRules = filmRulesOf(tenant, parts);
  const shared = {
    ...own,
    jobs: parts.jobs,
    optOuts: parts.optOuts,
    store: parts.store,
    cursors: parts.cursors,
    audit: parts.audit,
  };
  const everyMs = tenant.sandbox ? 2_000 : 30_000;
  const chart: Round = {
    name: `${tenant.id}: chart`,
    everyMs,
    hinted: { tenantId: tenant.id, notWithinMs: hintedChartMs },
    run: async (signal) => ({
      ...(await watchChart(
        tenant.id,
        { ...shared, studyRules: studyRulesOf(tenant, parts), firstLookBackMs },
        parts.clock(),
        signal,
      )),
    }),
  };
  const appointments: Round = {
    name: `${tenant.id}: appointments`,
    everyMs: hourMs,
    run: async () => ({
      asked: await assessAhead(tenant.id, { ...shared, daysAhead: appointmentDaysAhead }, parts.clock()),
    }),
  };
  if (feed === undefined) return [chart, appointments].map((round) => whileNotStopped(round, tenant, parts));
  const arrivals: Round = {
    name: `${tenant.id}: archive`,
    everyMs,
    run: async (signal) => ({
      ...(await watchArchive(
        tenant.id,
        {
          ...shared,
          archive,
          filmRules,
          issuerSystems: tenant.imaging?.issuerSystems ?? {},
          feed,
          rules: DEFAULT_ARRIVAL_RULES,
        },
        parts.clock(),
        signal,
      )),
    }),
  };
  return [chart, appointments, arrivals].map((round) => whileNotStopped(round, tenant, parts));
}

/** A model set that challenges the tenant's own reads its studies in a round of its own: no hook waits for it. */
function challengerRounds(tenant: Tenant, parts: SharedParts): readonly Round[] {
  const { own } = parts.accessOf(tenant);
  const reader = parts.filmReaders.challengerOf(tenant);
  if (own === undefined || reader === undefined) return [];
  const ports = {
    models: runningModelsOf(reader.models),
    store: openChallengerStore(parts.database),
    sources: own,
    filmReader: reader,
    studyReader: reader.studyReader,
    rules: filmRulesWith(reader.models, parts.viewRules),
    studyRules: studyRulesOf(tenant, parts),
    issuerSystems: tenant.imaging?.issuerSystems ?? {},
    digestOf,
    onImageRead: auditImageRead(tenant.id, 'trabecula challenger', parts),
    clock: parts.clock,
  };
  const round: Round = {
    name: `${tenant.id}: challenger`,
    everyMs: challengerEveryMs,
    run: async (signal) => ({ ...(await assessWithChallenger(tenant.id, ports, challengerStudies, signal)) }),
  };
  return [whileNotStopped(round, tenant, parts)];
}

/** An operator can stop assessments with the cards: then no round looks, and its cursor waits where it stands. */
function whileNotStopped(round: Round, tenant: Tenant, parts: SharedParts): Round {
  return {
    ...round,
    run: async (signal) =>
      parts.cardSwitch.stopped(tenant.id)?.assessments === 'stop' ? undefined : round.run(signal),
  };
}
