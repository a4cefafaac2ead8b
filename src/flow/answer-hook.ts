import type { Consent, Resource } from '@medplum/fhirtypes';
import type { CompletedValue } from '../cds-hooks/prefetch-plan.ts';
import { RECORD_QUERIES } from '../cds-hooks/prefetch-queries.ts';
import { patientRecordOf, roleCodesOf } from '../cds-hooks/patient-record.ts';
import type { CdsRequest } from '../cds-hooks/protocol.ts';
import type { PrintedDecision } from '../cds-hooks/cards/print-decision.ts';
import { SERVICE_ID } from '../cds-hooks/discovery.ts';
import { decide } from '../core/decision/decide.ts';
import type { Decision } from '../core/decision/decision.ts';
import type { DecisionPolicy, OperatingMode } from '../core/decision/policy.ts';
import type { DecisionRequest } from '../core/decision/request.ts';
import { aiConsentsOf } from '../fhir/ai-consent.ts';
import { draftOrdersFrom } from '../fhir/draft-orders.ts';
import { patientContextFrom } from '../fhir/patient-context-from.ts';
import type { LocalCode } from '../core/patient/local-code.ts';
import { completePrefetch } from './complete-prefetch.ts';
import { evidenceForHook, type HookEvidence, type HookEvidencePorts } from './hook-evidence.ts';
import type { AnswerHook, HookCall } from './hook-call.ts';
import type { CardLedger, IssuedCard } from './ports/card-ledger.ts';
import type { FhirReader } from './ports/fhir.ts';
import type { ServiceMetrics } from './ports/service-metrics.ts';
import type { Tenant } from './tenant.ts';

export interface AnswerHookPorts extends HookEvidencePorts {
  readonly ledger: CardLedger;
  readonly metrics: ServiceMetrics;
  /** The client's FHIR server with the call's own token; it lives as long as the call. */
  readonly readerFor: (tenant: Tenant, fhirServer: string, accessToken: string) => FhirReader;
  /** The policy with the mode that the tenant has now. */
  readonly policyFor: (tenant: Tenant, asOf: Date) => Promise<DecisionPolicy>;
  readonly localCodesOf: (tenant: Tenant) => readonly LocalCode[];
  /** In the mode that the tenant has now, which may be below the one it is configured for. */
  readonly print: (
    decision: Decision,
    call: HookCall,
    evidence: HookEvidence,
    mode: OperatingMode,
  ) => PrintedDecision;
}

/**
 * The card's half of the story: from a call of a hook to cards. A finished assessment is read from the store; the archive
 * is not asked. A film that is not ready takes nothing away from the guideline's answer.
 */
export function hookAnswerer(ports: AnswerHookPorts): AnswerHook {
  return async (call) => {
    const { request, receivedAt: asOf } = call;
    const { tenant } = call.client;
    const { patientId } = request.context;
    const prefetch = await completePrefetch(request, RECORD_QUERIES, readerOf(call, ports));
    if (prefetch.rejected > 0) ports.metrics.resourcesRejected(tenant.id, prefetch.rejected);
    await learnFromPrefetch(call, prefetch.values, ports);
    const record = patientRecordOf(patientId, prefetch.values, ports.localCodesOf(tenant));

    const [evidence, history, policy] = await Promise.all([
      evidenceForHook(call, imagingStudiesOf(prefetch.values), ports),
      ports.ledger.historyOf(tenant.id, patientId),
      ports.policyFor(tenant, asOf),
    ]);
    const decision = decide(
      {
        context: patientContextFrom(record, asOf),
        image: evidence.image,
        history,
        request: decisionRequestOf(request, prefetch.values, ports.localCodesOf(tenant)),
      },
      policy,
      asOf,
    );
    const printed = ports.print(decision, call, evidence, policy.deployment.mode);
    await remember(printed, decision, call, evidence, ports);
    return printed.response;
  };
}

function readerOf({ client, request }: HookCall, ports: AnswerHookPorts): FhirReader | undefined {
  const { fhirServer, fhirAuthorization } = request;
  if (fhirServer === undefined || fhirAuthorization === undefined) return undefined;
  return ports.readerFor(client.tenant, fhirServer, fhirAuthorization.accessToken);
}

/** A Consent that came with the call counts for this call already; half a list of them is none. */
async function learnFromPrefetch(
  { client, request }: HookCall,
  values: ReadonlyMap<string, CompletedValue>,
  { optOuts }: AnswerHookPorts,
): Promise<void> {
  const value = values.get('consents');
  if (value?.kind !== 'known' || !value.complete) return;
  const consents = value.resources.filter((one): one is Consent => one.resourceType === 'Consent');
  await optOuts.learn(client.tenant.id, request.context.patientId, aiConsentsOf(consents));
}

const imagingStudiesOf = (values: ReadonlyMap<string, CompletedValue>): readonly Resource[] => {
  const value = values.get('imagingStudies');
  return value?.kind === 'known' ? value.resources : [];
};

function decisionRequestOf(
  request: CdsRequest,
  values: ReadonlyMap<string, CompletedValue>,
  localCodes: readonly LocalCode[],
): DecisionRequest {
  const { context } = request;
  const kind = context.userId.split('/')[0] as
    'Practitioner' | 'PractitionerRole' | 'Patient' | 'RelatedPerson';
  const selections = context.hook === 'order-select' ? context.selections : undefined;
  const drafts = context.hook === 'patient-view' ? [] : context.draftOrders.orders;
  return {
    hook: context.hook,
    user: { id: context.userId, kind, roleCodes: roleCodesOf(values) },
    draftOrders: draftOrdersFrom(drafts, selections, localCodes),
  };
}

/** The ledger remembers each card before it is shown: feedback is only taken on cards that it knows. */
async function remember(
  printed: PrintedDecision,
  decision: Decision,
  call: HookCall,
  evidence: HookEvidence,
  ports: AnswerHookPorts,
): Promise<void> {
  const { request, receivedAt } = call;
  const tenantId = call.client.tenant.id;
  const { hook, patientId, userId } = request.context;
  ports.metrics.hookAnswered({
    tenantId,
    hook,
    assessment: evidence.assessment,
    cards: printed.cards.length,
  });
  const films = evidence.image.kind === 'available' ? evidence.image.films : [];
  const issued = printed.cards.map((card): IssuedCard => ({
    ...card,
    tenantId,
    serviceId: SERVICE_ID,
    hook,
    hookInstance: request.hookInstance,
    patientId,
    userId,
    reasonCode: decision.reasonCode,
    assessmentKey: evidence.assessmentKey,
    modelVersions: films.map(({ modelVersion }) => modelVersion),
    issuedAt: receivedAt,
  }));
  await Promise.all([
    hook === 'patient-view' ? ports.ledger.countOpening(tenantId, receivedAt) : undefined,
    issued.length > 0 ? ports.ledger.issue(issued) : undefined,
  ]);
}
