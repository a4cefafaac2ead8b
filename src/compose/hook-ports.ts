import { randomUUID } from 'node:crypto';
import type { Reference, RiskAssessment } from '@medplum/fhirtypes';
import { printDecision } from '../cds-hooks/cards/print-decision.ts';
import { EN } from '../cds-hooks/messages/en.ts';
import { localCodesIn } from '../core/decision/policy-overrides.ts';
import { OURS } from '../fhir/print/canonical-urls.ts';
import { fittingSuggestions } from '../flow/fitting-suggestions.ts';
import type { HookEvidence } from '../flow/hook-evidence.ts';
import type { AnswerHookPorts } from '../flow/answer-hook.ts';
import { assessWith, sleep, studyRulesOf } from './assess.ts';
import { perTenant } from './per-tenant.ts';
import type { SharedParts } from './shared-parts.ts';

/** Everything that answers a hook. */
export function hookPorts(parts: SharedParts, publicUrl: () => string): AnswerHookPorts {
  const { tenants } = parts.config;
  const assess = assessWith(parts);
  return {
    store: parts.store,
    jobs: parts.jobs,
    optOuts: parts.optOuts,
    ledger: parts.ledger,
    metrics: parts.metrics,
    studyRulesOf: perTenant(tenants, (tenant) => studyRulesOf(tenant, parts)),
    sleep,
    policyFor: parts.policyFor,
    localCodesOf: perTenant(tenants, ({ policy }) => localCodesIn(policy)),
    readerFor: (tenant, fhirServer, accessToken) => parts.accessOf(tenant).withToken(fhirServer, accessToken),
    assessWithinCall: ({ client: { tenant }, request }, studyInstanceUid, signal) => {
      const { fhirServer, fhirAuthorization, context } = request;
      const { archive, withToken } = parts.accessOf(tenant);
      const fhir = withToken(fhirServer ?? tenant.fhirBaseUrl, fhirAuthorization?.accessToken ?? '');
      return assess(tenant, { fhir, archive }, { patientId: context.patientId, studyInstanceUid }, signal);
    },
    print: (decision, { client: { tenant }, request }, evidence, mode) => {
      const printed = printDecision(decision, {
        messages: EN,
        mode: mode.kind === 'live' ? 'live' : 'research',
        patientId: request.context.patientId,
        newUuid: randomUUID,
        aboutUrl: `${publicUrl()}/model-cards`,
        appLaunchUrl: tenant.appLaunchUrl,
        assessmentKey: evidence.assessmentKey,
        riskAssessment: riskAssessmentOf(evidence),
      });
      const check = parts.outgoingCheck(tenant);
      if (check === undefined) return printed;
      return fittingSuggestions(printed, check, (problems) =>
        parts.log.error(
          { tenant: tenant.id, problems },
          'a suggestion does not fit its profile and was left out',
        ),
      );
    },
  };
}

/** By its identifier: the card may be shown before the resource is written, and the EHR finds it then. */
function riskAssessmentOf({ assessmentKey, image }: HookEvidence): Reference<RiskAssessment> | undefined {
  if (assessmentKey === undefined || image.kind !== 'available' || image.outcome === 'not-flagged')
    return undefined;
  return { type: 'RiskAssessment', identifier: { system: OURS.identifier.assessment, value: assessmentKey } };
}
