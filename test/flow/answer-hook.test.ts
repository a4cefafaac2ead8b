import type { OperatingMode } from '../../src/core/decision/policy.ts';
import fc from 'fast-check';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { prefetchOf, patientIdOf, studyUidOf } from '../../proofs/load/chart.ts';
import { printDecision } from '../../src/cds-hooks/cards/print-decision.ts';
import { EN } from '../../src/cds-hooks/messages/en.ts';
import { parseRequest } from '../../src/cds-hooks/parse-request.ts';
import { RECORD_QUERIES } from '../../src/cds-hooks/prefetch-queries.ts';
import type { CdsResponse } from '../../src/cds-hooks/protocol.ts';
import { responseViolations } from '../../src/cds-hooks/response-invariants.ts';
import { DEFAULT_POLICY } from '../../src/core/decision/policy.ts';
import { defaultViewRules } from '../../src/core/film/default-view-rules.ts';
import { AI_ASSESSMENT_CODES } from '../../src/fhir/ai-consent.ts';
import { InMemoryOptOuts } from '../fakes/in-memory-opt-outs.ts';
import { hookAnswerer, type AnswerHookPorts } from '../../src/flow/answer-hook.ts';
import type { AssessmentJob } from '../../src/flow/ports/assessment-jobs.ts';
import type { StoredAssessment } from '../../src/flow/ports/assessment-store.ts';
import type { FhirReader } from '../../src/flow/ports/fhir.ts';
import type { Tenant } from '../../src/flow/tenant.ts';
import { flaggedEvidence, storedAssessment } from '../adapters/store/stored-assessments.ts';
import { tenantOf } from '../fakes/tenant.ts';

const TOKEN = 'very-secret-access-token';
const asOf = new Date('2026-06-01T12:00:00Z');
const finished = storedAssessment({
  tenantId: 'north',
  patientId: patientIdOf(0),
  studyInstanceUid: studyUidOf(0),
  evidence: flaggedEvidence({ studyInstanceUid: studyUidOf(0) }),
});
const policy = {
  ...DEFAULT_POLICY,
  deployment: { ...DEFAULT_POLICY.deployment, mode: { kind: 'live' as const }, isSandbox: true },
};

/** A server that holds the chart: a read and a search give what it has of the type. */
function serverOf(chart: Readonly<Record<string, object | null>>): FhirReader {
  const resources = Object.values(chart).flatMap((value): Resource[] => {
    if (value === null) return [];
    const resource = value as Resource;
    return resource.resourceType === 'Bundle'
      ? ((resource as Bundle).entry ?? []).map((entry) => entry.resource as Resource)
      : [resource];
  });
  const ofType = (type: string) => resources.filter(({ resourceType }) => resourceType === type);
  return {
    read: (type, id) => Promise.resolve(ofType(type).find((resource) => resource.id === id) as never),
    search: (type) => Promise.resolve(ofType(type) as never),
  };
}

interface Asked {
  readonly prefetch: Readonly<Record<string, object | null>>;
  readonly server?: FhirReader;
  readonly stored?: readonly StoredAssessment[];
  readonly tenant?: Tenant;
  readonly guidelineCards?: boolean;
  /** The mode that the go-live rules give the tenant now. */
  readonly mode?: OperatingMode;
}

async function answer({
  prefetch,
  server,
  stored = [finished],
  tenant = tenantOf(),
  guidelineCards = false,
  mode = policy.deployment.mode,
}: Asked) {
  const jobs: AssessmentJob[] = [];
  const printedIn: string[] = [];
  let uuids = 0;
  const ports: AnswerHookPorts = {
    optOuts: new InMemoryOptOuts(),
    store: { currentFor: () => Promise.resolve(stored) } as unknown as AnswerHookPorts['store'],
    jobs: {
      ask: (job) => Promise.resolve(void jobs.push(job)),
      work: () => Promise.reject(new Error('unused')),
    },
    ledger: {
      historyOf: () => Promise.resolve({ showings: [], feedback: [] }),
      issue: () => Promise.resolve(),
      countOpening: () => Promise.resolve(),
    } as unknown as AnswerHookPorts['ledger'],
    metrics: {
      hookAnswered: () => undefined,
      resourcesRejected: () => undefined,
    } as unknown as AnswerHookPorts['metrics'],
    studyRulesOf: () => ({ viewRules: defaultViewRules, cardAgeLimitMonths: 24 }),
    assessWithinCall: () => Promise.reject(new Error('unused')),
    sleep: (_ms, signal) =>
      signal.aborted
        ? Promise.resolve()
        : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
    readerFor: () => server ?? serverOf({}),
    policyFor: () =>
      Promise.resolve({ ...policy, deployment: { ...policy.deployment, guidelineCards, mode } }),
    localCodesOf: () => [],
    print: (decision, { request }, evidence, { kind }) => {
      printedIn.push(kind);
      return printDecision(decision, {
        messages: EN,
        mode: kind === 'live' ? 'live' : 'research',
        patientId: request.context.patientId,
        newUuid: () => `00000000-0000-4000-8000-${String((uuids += 1)).padStart(12, '0')}`,
        aboutUrl: undefined,
        appLaunchUrl: undefined,
        assessmentKey: evidence.assessmentKey,
        riskAssessment: undefined,
      });
    },
  };
  const request = parseRequest({
    hook: 'patient-view',
    hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
    context: { userId: 'Practitioner/77', patientId: patientIdOf(0) },
    fhirServer: 'https://ehr.example.org/fhir',
    fhirAuthorization: { access_token: TOKEN, token_type: 'Bearer', scope: 'patient/*.rs' },
    prefetch,
  });
  const response: CdsResponse = await hookAnswerer(ports)({
    client: { tenant, issuer: 'x', systemActionsAllowed: false },
    request,
    receivedAt: asOf,
    signal: new AbortController().signal,
    load: 'normal',
    traceId: 't',
  });
  return { response, jobs, printedIn };
}

const chart = prefetchOf(0);

test('a woman of 70 with a flagged film gets one card that breaks no rule', async () => {
  const { response } = await answer({ prefetch: chart });
  expect(response.cards).toHaveLength(1);
  expect(responseViolations(response, { systemActionsAllowed: false })).toEqual([]);
});

test('a card is printed in the mode that the tenant has, not in the one that it is configured for', async () => {
  const research = {
    kind: 'research',
    userIds: ['Practitioner/77'],
    ethicsReference: 'simulated',
    ethicsExpiresOn: '2999-12-31',
  } as const;
  const asked = { prefetch: chart, tenant: tenantOf({ mode: 'live' }) };
  expect((await answer({ ...asked, mode: research })).printedIn).toEqual(['research']);
  expect((await answer({ ...asked, mode: { kind: 'live' } })).printedIn).toEqual(['live']);
});

test('prefetched and fetched data give the same answer, key by key', async () => {
  const { response: expected } = await answer({ prefetch: chart });
  const keys = RECORD_QUERIES.map(({ key }) => key).filter((key) => key in chart);
  await fc.assert(
    fc.asyncProperty(fc.subarray(keys), async (sent) => {
      const prefetch = Object.fromEntries(sent.map((key) => [key, chart[key] ?? null]));
      const { response } = await answer({ prefetch, server: serverOf(chart) });
      expect(response).toEqual(expected);
    }),
    { numRuns: 60, seed: 3 },
  );
});

test("the hook's token is never put in a job", async () => {
  const backend = {
    clientId: 'c',
    tokenUrl: 'https://x',
    scopes: [],
    privateKey: {},
    algorithm: 'ES384' as const,
  };
  const tenant = tenantOf({ backend, hookDeadlineMs: 1 });
  const { jobs } = await answer({ prefetch: chart, stored: [], tenant });
  expect(jobs).toEqual([
    { tenantId: 'north', patientId: patientIdOf(0), studyInstanceUid: studyUidOf(0), askedBy: 'hook' },
  ]);
  expect(JSON.stringify(jobs)).not.toContain(TOKEN);
});

test.each(['prefetched', 'fetched'])(
  'a Consent that denies it, %s, takes the film away from the card and leaves the guideline its own',
  async (how) => {
    const consent = {
      resourceType: 'Consent',
      id: 'no',
      status: 'active',
      patient: { reference: `Patient/${patientIdOf(0)}` },
      provision: { type: 'deny', code: [{ coding: [...AI_ASSESSMENT_CODES] }] },
    };
    const refusing = { ...chart, consents: { resourceType: 'Bundle', entry: [{ resource: consent }] } };
    const asked =
      how === 'prefetched' ? { prefetch: refusing } : { prefetch: {}, server: serverOf(refusing) };
    const { response, jobs } = await answer({ ...asked, guidelineCards: true });
    expect(response.cards).toHaveLength(1);
    expect(JSON.stringify(response.cards)).not.toMatch(/research model|flagged|RiskAssessment/i);
    expect(JSON.stringify(response.cards)).toMatch(/guideline/i);
    expect(jobs).toEqual([]);
  },
);

const HOSTILE =
  '<img src=x onerror=alert(1)> [click](javascript:alert(1)) ![x](https://evil.example.org/a.png)';

test('text of a chart reaches a card as plain words only', async () => {
  const subject = { reference: `Patient/${patientIdOf(0)}` };
  const diagnosis = {
    resourceType: 'Condition',
    id: 'hostile',
    subject,
    code: {
      coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M81.0', display: HOSTILE }],
      text: HOSTILE,
    },
    onsetDateTime: '2024-05-06',
  };
  const prefetch = { ...chart, conditions: { resourceType: 'Bundle', entry: [{ resource: diagnosis }] } };
  const { response } = await answer({ prefetch });
  const text = JSON.stringify(response.cards);
  expect(response.cards).toHaveLength(1);
  expect(text).toContain('img src=x onerror=alert(1)');
  expect(text).not.toMatch(/<img|\]\(|!\[|evil\.example\.org\/|:\/\/evil/);
  expect(responseViolations(response, { systemActionsAllowed: false })).toEqual([]);
});

test('text of a film’s tags reaches no card', async () => {
  const { evidence } = finished;
  if (evidence.kind !== 'available') throw new TypeError('the film of the chart has a score');
  const films = evidence.films.map((film) => ({ ...film, viewEvidence: HOSTILE, modelId: HOSTILE }));
  const refused = evidence.films.map(({ identity, view }) => ({
    identity,
    view,
    refusal: { reason: 'implant' as const, detail: HOSTILE },
  }));
  const { response } = await answer({
    prefetch: chart,
    stored: [{ ...finished, evidence: { ...evidence, films, refused } }],
  });
  expect(response.cards).toHaveLength(1);
  expect(JSON.stringify(response)).not.toMatch(/onerror|evil|javascript:/);
});
