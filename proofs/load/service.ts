/** The service under load, in a process of its own: `node service.ts`, settings as JSON in the first argument. */
import { randomUUID } from 'node:crypto';
import type { JSONWebKeySet } from 'jose';
import pino from 'pino';
import { prometheusMetrics } from '../../src/adapters/prometheus-metrics.ts';
import { openAssessmentStore } from '../../src/adapters/store/assessment-store.ts';
import { openCardLedger } from '../../src/adapters/store/card-ledger.ts';
import { openCardSwitch } from '../../src/adapters/store/card-switch-store.ts';
import { openDatabase, type StoreLocation } from '../../src/adapters/store/open-database.ts';
import { openUsedTokens } from '../../src/adapters/store/used-token-store.ts';
import { printDecision } from '../../src/cds-hooks/cards/print-decision.ts';
import { discoveryOf } from '../../src/cds-hooks/discovery.ts';
import { EN } from '../../src/cds-hooks/messages/en.ts';
import { RECORD_QUERIES } from '../../src/cds-hooks/prefetch-queries.ts';
import { loadConfig } from '../../src/config.ts';
import { DEFAULT_POLICY } from '../../src/core/decision/policy.ts';
import { defaultViewRules } from '../../src/core/film/default-view-rules.ts';
import { hookAnswerer } from '../../src/flow/answer-hook.ts';
import { feedbackRecorder } from '../../src/flow/record-feedback.ts';
import { createApp } from '../../src/http/app.ts';
import { serve } from '../../src/http/serve.ts';
import { cdsClientOf, tenantOf } from '../../test/fakes/tenant.ts';
import { storedAssessment, flaggedEvidence } from '../../test/adapters/store/stored-assessments.ts';
import { FILM_TAKEN_ON, patientIdOf, studyUidOf } from './chart.ts';

interface Settings {
  readonly store: StoreLocation;
  readonly issuer: string;
  readonly jwks: JSONWebKeySet;
  readonly patients: number;
}

const settings = JSON.parse(process.argv[2] ?? '') as Settings;
const database = await openDatabase(settings.store);
const store = openAssessmentStore(database);
for (let index = 0; index < settings.patients; index += 1)
  await store.save(
    storedAssessment({
      tenantId: 'north',
      patientId: patientIdOf(index),
      assessmentKey: `load-${index}`,
      studyInstanceUid: studyUidOf(index),
      evidence: flaggedEvidence({ studyInstanceUid: studyUidOf(index), acquiredOn: FILM_TAKEN_ON }),
    }),
    [],
  );

const unused = () => Promise.reject(new Error('a finished assessment needs no archive'));
const config = loadConfig({});
const log = pino({ level: 'warn' });
const ledger = openCardLedger(database);
const metrics = prometheusMetrics();
const policy = {
  ...DEFAULT_POLICY,
  deployment: { ...DEFAULT_POLICY.deployment, mode: { kind: 'live' as const }, isSandbox: true },
};
const bound = { url: '' };
const app = createApp({
  tenants: [
    tenantOf({ sandbox: true, cdsClients: [cdsClientOf({ issuer: settings.issuer, jwks: settings.jwks })] }),
  ],
  publicUrl: () => bound.url,
  discovery: discoveryOf(RECORD_QUERIES, '0'),
  answerHook: hookAnswerer({
    store,
    jobs: { ask: unused, work: unused },
    optOuts: { hasOptedOut: () => false, learn: () => Promise.resolve() },
    ledger,
    metrics,
    studyRulesOf: () => ({ viewRules: defaultViewRules, cardAgeLimitMonths: 24 }),
    assessWithinCall: unused,
    sleep: unused,
    readerFor: () => {
      throw new TypeError('the calls bring no token');
    },
    policyFor: () => Promise.resolve(policy),
    localCodesOf: () => [],
    print: (decision, { request }, evidence) =>
      printDecision(decision, {
        messages: EN,
        mode: 'live',
        patientId: request.context.patientId,
        newUuid: randomUUID,
        aboutUrl: 'https://cds.example.org/models',
        appLaunchUrl: 'https://cds.example.org/app/launch',
        assessmentKey: evidence.assessmentKey,
        riskAssessment: undefined,
      }),
  }),
  recordFeedback: feedbackRecorder(ledger),
  onChangeHint: () => undefined,
  cardSwitch: await openCardSwitch(database, () => undefined),
  usedTokens: openUsedTokens(database),
  readiness: () => Promise.resolve([]),
  renderMetrics: () => metrics.render(),
  metrics,
  mounts: [],
  limits: config.limits,
  trustedProxies: [],
  clock: () => new Date(),
  log,
});
const server = await serve(app, { ...config.server, port: 0 });
bound.url = server.url;
process.send?.({ url: server.url });
process.on('message', (message) => {
  if (message === 'cpu') process.send?.({ cpu: process.cpuUsage(), memory: process.memoryUsage.rss() });
});
process.on('disconnect', () => process.exit(0));
