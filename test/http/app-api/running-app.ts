import { randomUUID } from 'node:crypto';
import path from 'node:path';
import sharp from 'sharp';
import { openAppTokens } from '../../../src/adapters/app-tokens/app-tokens.ts';
import { fixedToken } from '../../../src/adapters/fhir-client/access-token.ts';
import { openFhirHttp } from '../../../src/adapters/fhir-client/fhir-http.ts';
import { openFhirWriter } from '../../../src/adapters/fhir-client/fhir-writer.ts';
import { openFhirReader } from '../../../src/adapters/fhir-client/fhir-reader.ts';
import { encodeAttention } from '../../../src/adapters/render/film-image.ts';
import { EN } from '../../../src/cds-hooks/messages/en.ts';
import { DEFAULT_DEPLOYMENT, DEFAULT_THRESHOLDS } from '../../../src/core/decision/policy.ts';
import type { ViewingFrame } from '../../../src/core/radiograph/viewing-frame.ts';
import type { AuditEntry } from '../../../src/flow/ports/audit.ts';
import type { CardFeedback, IssuedCard } from '../../../src/flow/ports/card-ledger.ts';
import type { FilmPictures } from '../../../src/flow/ports/film-pictures.ts';
import { readAppView, type AppViewPorts } from '../../../src/flow/read-app-view.ts';
import { reviewResult } from '../../../src/flow/review-result.ts';
import { recordAppAnswer } from '../../../src/flow/record-app-answer.ts';
import type { Tenant } from '../../../src/flow/tenant.ts';
import { appApi } from '../../../src/http/app-api/app-api.ts';
import { appFiles } from '../../../src/http/app-api/app-files.ts';
import { InMemoryAssessments } from '../../fakes/in-memory-assessments.ts';
import { tenantOf } from '../../fakes/tenant.ts';
import { runSandbox, type RunningSandbox } from '../../sandbox/ehr/running-sandbox.ts';
import { startService } from '../service.ts';
import { p01Assessment } from './p01-assessment.ts';
import { freePort } from '../../fakes/free-port.ts';

/** The app before a real EHR's doors: the sandbox EHR, the service's app routes, one assessment (P01), a ledger. */
export interface RunningApp {
  readonly url: string;
  readonly sandbox: RunningSandbox;
  readonly assessments: InMemoryAssessments;
  readonly issued: IssuedCard[];
  readonly feedback: CardFeedback[];
  readonly audited: AuditEntry[];
  /** Ids of patients who refuse films by now. */
  readonly optedOut: Set<string>;
  close(): Promise<void>;
}

const clock = (): Date => new Date();

export async function runApp(
  changes: Partial<Tenant> = {},
  pictures: FilmPictures = greyPictures,
): Promise<RunningApp> {
  const port = await freePort();
  const serviceUrl = `http://127.0.0.1:${port}`;
  const sandbox = await runSandbox(serviceUrl, `${serviceUrl}/app/`);
  const tenant = tenantOf({
    id: 'sandbox',
    fhirBaseUrl: sandbox.addresses.fhirBaseUrl,
    fhirServersAllowed: [sandbox.addresses.fhirBaseUrl],
    sandbox: true,
    backend: {
      clientId: 'trabecula-service',
      tokenUrl: sandbox.addresses.tokenUrl,
      scopes: ['system/*.rs'],
      privateKey: sandbox.servicePrivateJwk,
      algorithm: 'ES384',
      otherPublicKeys: undefined,
    },
    ...changes,
  });
  const assessments = new InMemoryAssessments();
  await assessments.save(p01Assessment);
  const issued: IssuedCard[] = [];
  const feedback: CardFeedback[] = [];
  const audited: AuditEntry[] = [];
  const optedOut = new Set<string>();
  const ports = {
    ...viewPorts(assessments, issued, feedback),
    optOuts: { hasOptedOut: (_tenantId: string, patientId: string) => optedOut.has(patientId) },
    writerFor: (of: Tenant, token: string) =>
      openFhirWriter(
        openFhirHttp({
          baseUrl: of.fhirBaseUrl,
          token: fixedToken(token),
          timeoutMs: 5_000,
          readRetries: 0,
          clock,
        }),
      ),
    audit: { record: (entry: AuditEntry) => Promise.resolve(void audited.push(entry)) },
  };
  const api = appApi({
    tenants: [tenant],
    tokens: openAppTokens({
      readerFor: (of, token) => ports.readerFor(of, of.fhirBaseUrl, token),
      clock,
    }),
    view: (caller, key) => readAppView(caller, key, ports),
    answer: (caller, answer) => recordAppAnswer(caller, answer, { ...ports, newUuid: randomUUID }),
    review: (caller, key) => reviewResult(caller, key, ports),
    thresholdsOf: () => Promise.resolve(DEFAULT_THRESHOLDS),
    store: assessments,
    pictures,
    models: () =>
      Promise.resolve([
        {
          id: 'lumbar-ap',
          title: 'Lumbar AP model',
          version: 'c'.repeat(64),
          attributes: [
            { name: 'developer', text: 'Trabecula' },
            { name: 'validity local', text: undefined },
          ],
          figures: [{ label: 'AUC, simulated test set', value: 0.81, lower: 0.78, upper: 0.84 }],
          local: {
            words: '2026-05-02, 240 simulated people, 61 with osteoporosis by DXA',
            figures: [{ label: 'sensitivity, films together', value: 0.72, lower: 0.6, upper: 0.82 }],
          },
          reportUrl: undefined,
        },
      ]),
    registrationOf: () => ({ clientId: 'trabecula-app', name: 'Sandbox EHR' }),
    audit: ports.audit,
    clock,
  });
  const dist = path.join(process.cwd(), 'smart-app', 'dist');
  const service = await startService(
    {
      mounts: [
        { path: '/app/api', handler: api },
        { path: '/app', handler: appFiles(dist, [tenant]) },
      ],
    },
    port,
  );
  return {
    url: service.url,
    sandbox,
    assessments,
    issued,
    feedback,
    audited,
    optedOut,
    close: async () => {
      await service.close();
      await sandbox.close();
    },
  };
}

function viewPorts(
  store: InMemoryAssessments,
  issued: IssuedCard[],
  feedback: CardFeedback[],
): Omit<AppViewPorts & Parameters<typeof recordAppAnswer>[2], 'optOuts'> {
  return {
    store,
    ledger: {
      historyOf: () => Promise.resolve({ showings: [], feedback: [] }),
      issue: (cards) => Promise.resolve(void issued.push(...cards)),
      patientOf: (_tenantId, uuid) =>
        Promise.resolve(issued.find(({ cardUuid }) => cardUuid === uuid)?.patientId),
      recordFeedback: (item) => {
        feedback.push(item);
        return Promise.resolve('recorded');
      },
    },
    outbox: { writtenOf: () => Promise.resolve([{ resourceType: 'RiskAssessment', id: 'ra1' }]) },
    readerFor: (_tenant, baseUrl, token) =>
      openFhirReader(
        openFhirHttp({ baseUrl, token: fixedToken(token), timeoutMs: 5_000, readRetries: 0, clock }),
      ),
    policyFor: () =>
      Promise.resolve({
        thresholds: DEFAULT_THRESHOLDS,
        deployment: { ...DEFAULT_DEPLOYMENT, mode: { kind: 'live' }, isSandbox: true },
      }),
    localCodesOf: () => [],
    messages: EN,
    clock,
    newUuid: randomUUID,
  };
}

/** Grey pictures of 300 x 400: what a film looks like is not what these tests are about. */
const greyPictures: FilmPictures = {
  pictureOf: async () => {
    const grey = sharp({ create: { width: 300, height: 400, channels: 3, background: '#777' } });
    const bytes = new Uint8Array(await grey.png().toBuffer());
    return { mediaType: 'image/png', bytes, widthPx: 300, heightPx: 400 };
  },
  frameOf: () => Promise.resolve(twelveBitRamp),
  layerOf: (_tenant, _film, attention) => encodeAttention(attention, { widthPx: 300, heightPx: 400 }),
};

/** 300 x 400, its values rise from left to right by 10; the window shows the middle third of them. */
const twelveBitRamp: ViewingFrame = {
  kind: 'ready',
  values: Uint16Array.from({ length: 300 * 400 }, (_, i) => 10 * (i % 300)),
  rows: 400,
  columns: 300,
  black: 1000,
  white: 2000,
};
