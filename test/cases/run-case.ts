import type { Resource, RiskAssessment } from '@medplum/fhirtypes';
import { printDecision } from '../../src/cds-hooks/cards/print-decision.ts';
import { parseRequest } from '../../src/cds-hooks/parse-request.ts';
import { patientRecordOf, roleCodesOf } from '../../src/cds-hooks/patient-record.ts';
import { planCompletion } from '../../src/cds-hooks/prefetch-plan.ts';
import { RECORD_QUERIES } from '../../src/cds-hooks/prefetch-queries.ts';
import { decide } from '../../src/core/decision/decide.ts';
import type { ImageEvidence } from '../../src/core/evidence/image-evidence.ts';
import { policyOverrides } from '../../src/core/decision/policy-overrides.ts';
import type { DecisionHistory, DecisionRequest } from '../../src/core/decision/request.ts';
import { draftOrdersFrom } from '../../src/fhir/draft-orders.ts';
import { printAssessment } from '../../src/fhir/print/print-assessment.ts';
import { patientContextFrom } from '../../src/fhir/patient-context-from.ts';
import { settings } from '../cds-hooks/cards/printed-decisions.ts';
import { evidence, noFilm, policy } from '../core/decision/builders.ts';
import type { ClinicalCase } from './case.ts';
import { expandResource } from './expand-chart.ts';

const USER = 'Practitioner/1';

/** A case from the body of the hook's call to the printed card, with nothing replaced on the way. */
export function runCase(clinicalCase: ClinicalCase) {
  const asOf = new Date(clinicalCase.asOf ?? '2026-05-20T12:00:00Z');
  const call = parseRequest(bodyOf(clinicalCase));
  const { values } = planCompletion(call, RECORD_QUERIES);
  const record = patientRecordOf('p1', values);
  const image = imageOf(clinicalCase.film);
  const decision = decide(
    {
      context: patientContextFrom(record, asOf),
      image,
      history: historyOf(clinicalCase),
      request: requestOf(call, values),
    },
    policyOf(clinicalCase),
    asOf,
  );
  const printed = printDecision(decision, settings({ patientId: 'p1' }));
  return { decision, printed, riskAssessment: riskAssessmentOf(image, asOf) };
}

/** What is written to the record of the film, whatever the decision makes of it. */
function riskAssessmentOf(image: ImageEvidence, assessedAt: Date): RiskAssessment | undefined {
  if (image.kind === 'unavailable') return undefined;
  const assessment = {
    assessmentKey: 'c'.repeat(64),
    patientId: 'p1',
    studyInstanceUid: image.studyInstanceUid,
    imagingStudyReference: 'ImagingStudy/s1',
    assessedAt,
    evidence: image,
  };
  const context = {
    models: {},
    owner: undefined,
    patientVisible: false,
    replaces: undefined,
    inputs: [],
    recordedAt: assessedAt,
  };
  return printAssessment(assessment, context)
    ?.entry?.map(({ resource }) => resource)
    .find((resource) => resource?.resourceType === 'RiskAssessment');
}

function bodyOf({
  hook = 'patient-view',
  user = USER,
  patient,
  chart = [],
  drafts,
  selections,
}: ClinicalCase) {
  const resources = [
    { resourceType: 'Patient', id: 'p1', ...patient } as Resource,
    ...chart.map(expandResource),
  ];
  const encounter = resources.find(({ resourceType }) => resourceType === 'Encounter');
  const draftOrders = {
    resourceType: 'Bundle',
    type: 'collection',
    entry: (drafts ?? []).map((draft, index) => ({
      resource: { ...expandResource(draft, index), status: 'draft' },
    })),
  };
  return {
    hook,
    hookInstance: '0b7e2f6e-6c39-4f0f-9d1f-3f6f8f1d7a11',
    context: {
      userId: user,
      patientId: 'p1',
      ...(encounter === undefined ? {} : { encounterId: encounter.id }),
      ...(hook === 'patient-view' ? {} : { draftOrders }),
      ...(hook === 'order-select' ? { selections: selections ?? [] } : {}),
    },
    prefetch: Object.fromEntries(
      RECORD_QUERIES.map(({ key, resourceType, by }) => [key, prefetched(resources, resourceType, by.kind)]),
    ),
  };
}

function prefetched(resources: readonly Resource[], resourceType: string, by: 'read' | 'search') {
  const found = resources.filter((resource) => resource.resourceType === resourceType);
  if (by === 'read') return found[0] ?? null;
  return { resourceType: 'Bundle', type: 'searchset', entry: found.map((resource) => ({ resource })) };
}

function imageOf(film: ClinicalCase['film']) {
  if ('refused' in film) return noFilm(film.refused);
  const { outcome, trainingData = 'simulated', probability } = film;
  const acquiredOn = film.acquiredOn === null ? undefined : (film.acquiredOn ?? '2026-04-01');
  if (probability === undefined) return evidence({ outcome, trainingData, acquiredOn });
  const [value, lower, upper, ageSexValue] = probability;
  const fitted = {
    kind: 'fitted',
    value,
    lower,
    upper,
    ageSexValue,
    fittedOn: '812 simulated patients',
  } as const;
  return evidence({ outcome, trainingData, acquiredOn, probability: fitted });
}

function historyOf({ shown = [], answered = [] }: ClinicalCase): DecisionHistory {
  return {
    showings: shown.map(({ user = USER, channel = 'ai', at }) => ({
      userId: user,
      channel,
      issuedAt: new Date(at),
    })),
    feedback: answered.map(({ user = USER, channel = 'ai', reason, outcome, at }) => ({
      userId: user,
      channel,
      outcome: outcome ?? 'overridden',
      overrideReasonCode: reason,
      at: new Date(at),
    })),
  };
}

type Call = ReturnType<typeof parseRequest>;

function requestOf({ context }: Call, values: Parameters<typeof roleCodesOf>[0]): DecisionRequest {
  const kind = context.userId.split('/')[0] as
    'Practitioner' | 'PractitionerRole' | 'Patient' | 'RelatedPerson';
  const selections = context.hook === 'order-select' ? context.selections : undefined;
  const drafts = context.hook === 'patient-view' ? [] : context.draftOrders.orders;
  return {
    hook: context.hook,
    user: { id: context.userId, kind, roleCodes: roleCodesOf(values) },
    draftOrders: draftOrdersFrom(drafts, selections, []),
  };
}

function policyOf({ policy: overrides = {}, deployment = {} }: ClinicalCase) {
  const { thresholds, ...rest } = policyOverrides(overrides);
  return policy({ ...rest, ...deployment }, thresholds);
}
