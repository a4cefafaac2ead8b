import type { Reference, RiskAssessment, ServiceRequest } from '@medplum/fhirtypes';
import type { DraftedOrder } from '../../core/decision/decision.ts';
import { OURS } from '../../fhir/print/canonical-urls.ts';
import { SYSTEM } from '../../fhir/terminology/concept-table.ts';
import { format } from '../messages/format.ts';
import type { Messages } from '../messages/messages.ts';

/** DXA as an order is known: SNOMED CT and LOINC (read), and the CPT number of a central DXA. */
const DXA_CODES = [
  { system: SYSTEM.snomed, code: '241686001' },
  { system: SYSTEM.loinc, code: '38268-9' },
  { system: SYSTEM.cpt, code: '77080' },
];

/**
 * The order that a card offers: a draft and a proposal, for somebody to review and sign. It carries no diagnosis: an
 * M81.0 from a film would follow the patient for life. A film's RiskAssessment stands under supportingInfo: R4 allows
 * none in reasonReference (ServiceRequest.reasonReference is Condition, Observation, DiagnosticReport or
 * DocumentReference).
 */
export function draftedServiceRequest(
  order: DraftedOrder,
  patientId: string,
  riskAssessment: Reference<RiskAssessment> | undefined,
  messages: Messages,
): ServiceRequest {
  const sites = messages.word.orderSites[order.sites.includes('lumbar-spine') ? 'spine-hip' : 'hip-forearm'];
  return {
    resourceType: 'ServiceRequest',
    meta: { profile: [OURS.profile.dxaProposal] },
    status: 'draft',
    intent: 'proposal',
    code: { coding: DXA_CODES, text: format(messages.card.orderText, { sites }) },
    subject: { reference: `Patient/${patientId}` },
    ...(riskAssessment === undefined ? {} : { supportingInfo: [riskAssessment] }),
  };
}
