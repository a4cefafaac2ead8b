import type { Resource } from '@medplum/fhirtypes';
import { examples } from '../../../fhir-profiles/examples.ts';
import { draftedServiceRequest } from '../../../src/cds-hooks/cards/drafted-service-request.ts';
import { EN } from '../../../src/cds-hooks/messages/en.ts';
import type { AvailableImageEvidence } from '../../../src/core/evidence/image-evidence.ts';
import {
  EVERY_FORM,
  printAssessment,
  type PrintedForms,
  type ResultForm,
} from '../../../src/fhir/print/print-assessment.ts';
import { printAuditEvent } from '../../../src/fhir/print/print-audit-event.ts';
import type { PrintContext } from '../../../src/fhir/print/print-context.ts';
import { printFollowUpEnded, printHandOver, printUndoing } from '../../../src/fhir/print/print-provenance.ts';
import { printReview } from '../../../src/fhir/print/print-review.ts';
import { flaggedEvidence } from '../../adapters/store/stored-assessments.ts';

export const AP = 'a'.repeat(64);
export const LATERAL = 'b'.repeat(64);
export const KEY = 'c0ffee'.repeat(10) + 'abcd';
const AT = new Date('2026-03-02T08:00:00Z');

export const FORMS: readonly ResultForm[] = [
  'risk-assessment',
  'observation',
  'document-reference',
  'communication',
  'flag',
];

export const FITTED: AvailableImageEvidence['probability'] = {
  kind: 'fitted',
  value: 0.3149,
  lower: 0.22,
  upper: 0.41,
  ageSexValue: 0.14,
  fittedOn: 'simulated patients',
};

export const bothFilms = (): AvailableImageEvidence => {
  const [film] = flaggedEvidence().films;
  return flaggedEvidence({
    films: [film!, { ...film!, view: 'lateral', modelVersion: LATERAL, modelId: 'lateral' }],
  });
};

export const printContext: PrintContext = {
  models: { [AP]: { title: 'AP network', modelCardUrl: 'https://here.example/models/ap' } },
  owner: { reference: { display: 'Bone-health pool' }, dueAt: new Date('2026-04-01T08:00:00Z') },
  patientVisible: false,
  replaces: undefined,
  inputs: ['Observation/weight'],
  recordedAt: new Date('2026-03-02T08:05:00Z'),
};

/** The transaction that an assessment of that evidence is written by. */
export const printedBundle = (
  evidence: AvailableImageEvidence = flaggedEvidence(),
  over: Partial<PrintContext> = {},
  forms: PrintedForms = EVERY_FORM,
) =>
  printAssessment(
    {
      assessmentKey: KEY,
      patientId: 'p1',
      studyInstanceUid: '2.25.1',
      imagingStudyReference: 'ImagingStudy/i1',
      assessedAt: AT,
      evidence,
    },
    { ...printContext, ...over },
    forms,
  );

const assessments = FORMS.flatMap((form) =>
  [true, false].flatMap((device) =>
    [
      flaggedEvidence(),
      bothFilms(),
      flaggedEvidence({ probability: FITTED, outcome: 'uncertain', acquiredOn: undefined }),
    ].flatMap((evidence) =>
      [undefined, 'RiskAssessment/9'].map((replaces) =>
        printedBundle(evidence, { replaces, patientVisible: !device }, { ...EVERY_FORM, form, device }),
      ),
    ),
  ),
);

const proposal = (sites: readonly ('lumbar-spine' | 'hip' | 'forearm')[], reference?: string) =>
  draftedServiceRequest({ sites }, 'p1', reference === undefined ? undefined : { reference }, EN);

const all: readonly Resource[] = [
  ...examples(),
  ...assessments.flatMap((bundle) => (bundle?.entry ?? []).map((entry) => entry.resource!)),
  printUndoing(KEY, [{ reference: 'RiskAssessment/1' }], 'assessment-withdrawn', AT),
  printUndoing(KEY, [{ reference: 'RiskAssessment/1' }], 'assessment-superseded', AT),
  printHandOver(KEY, { reference: 'Task/1' }, { reference: 'RiskAssessment/1' }, AT),
  printHandOver(KEY, { reference: 'Task/1' }, undefined, AT),
  ...(['no-longer-flagged', 'deceased', 'care-limited'] as const).map((state) =>
    printFollowUpEnded(KEY, { reference: 'Task/1' }, state, AT),
  ),
  printReview(KEY, 'RiskAssessment/1', 'Practitioner/7', AT),
  printReview(KEY, 'RiskAssessment/1', 'subject-7', AT),
  proposal(['lumbar-spine', 'hip'], 'RiskAssessment/1'),
  proposal(['hip', 'forearm']),
  ...(['success', 'failure'] as const).map((outcome) =>
    printAuditEvent({
      action: 'image-read',
      actor: 'service',
      subject: 'Patient/p1',
      object: '2.25.1',
      outcome,
      at: AT,
    }),
  ),
];

/** At least one of everything that leaves for a record, in each of its variants, each once. */
export const PRINTED: readonly Resource[] = [
  ...new Map(all.map((resource) => [JSON.stringify(resource), resource])).values(),
];
