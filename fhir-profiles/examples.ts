import type { Resource } from '@medplum/fhirtypes';
import { draftedServiceRequest } from '../src/cds-hooks/cards/drafted-service-request.ts';
import { EN } from '../src/cds-hooks/messages/en.ts';
import type { AvailableImageEvidence } from '../src/core/evidence/image-evidence.ts';
import { EVERY_FORM, printAssessment, type ResultForm } from '../src/fhir/print/print-assessment.ts';
import { printAuditEvent } from '../src/fhir/print/print-audit-event.ts';
import { printUndoing } from '../src/fhir/print/print-provenance.ts';
import { printSubscription } from '../src/fhir/print/print-subscription.ts';
import { printReview } from '../src/fhir/print/print-review.ts';

const ASSESSED_AT = new Date('2026-03-02T08:00:00Z');
const VERSION = '3f'.repeat(32);
const KEY = '9d'.repeat(32);

/** A made-up film of a made-up patient. */
const EVIDENCE: AvailableImageEvidence = {
  kind: 'available',
  studyInstanceUid: '2.25.1',
  acquiredOn: '2026-03-01',
  films: [
    {
      identity: {
        studyInstanceUid: '2.25.1',
        seriesInstanceUid: '2.25.2',
        sopInstanceUid: '2.25.3',
        acquiredOn: '2026-03-01',
      },
      view: 'lateral',
      viewEvidence: 'ViewCodeSequence',
      pixelDigest: '5a'.repeat(32),
      score: 1.25,
      modelVersion: VERSION,
      modelId: 'lumbar-lateral',
      attention: { rows: 1, columns: 1, values: [1] },
      novelty: 0.1,
    },
  ],
  refused: [],
  outcome: 'flagged',
  filmScore: 1.25,
  flaggedAtOrAbove: 0.5,
  probability: {
    kind: 'fitted',
    value: 0.31,
    lower: 0.22,
    upper: 0.41,
    ageSexValue: 0.14,
    fittedOn: 'simulated patients',
  },
  trainingData: 'simulated',
  imageResultKey: '7c'.repeat(32),
};

const FORMS: readonly ResultForm[] = [
  'risk-assessment',
  'observation',
  'document-reference',
  'communication',
  'flag',
];

/** The transaction of one form, its temporary addresses turned to the ids of examples. */
function examplesOf(form: ResultForm): Resource[] {
  const bundle = printAssessment(
    {
      assessmentKey: KEY,
      patientId: 'example',
      studyInstanceUid: EVIDENCE.studyInstanceUid,
      imagingStudyReference: 'ImagingStudy/example',
      assessedAt: ASSESSED_AT,
      evidence: EVIDENCE,
    },
    {
      models: { [VERSION]: { title: 'Lumbar lateral', modelCardUrl: 'https://cds.example/model-cards/3f' } },
      owner: {
        reference: { display: 'Bone-health pool' },
        dueAt: new Date('2026-04-01T08:00:00Z'),
      },
      patientVisible: false,
      replaces: undefined,
      inputs: [],
      recordedAt: ASSESSED_AT,
    },
    { ...EVERY_FORM, form },
  );
  const entries = bundle?.entry ?? [];
  const text = entries.reduce(
    (all, { fullUrl = '', resource }) => all.replaceAll(fullUrl, `${resource?.resourceType}/example`),
    JSON.stringify(entries.map(({ resource }) => ({ ...resource, id: 'example' }))),
  );
  return JSON.parse(text) as Resource[];
}

/** One example of each profile, printed by the service's own printers. */
export function examples(): readonly Resource[] {
  const assessed = FORMS.flatMap((form, index) => {
    const printed = examplesOf(form);
    // Device, Task and Provenance are the same beside each form: once is enough.
    return index === 0 ? printed : printed.slice(1, 2);
  });
  return [
    ...assessed,
    {
      ...printUndoing(KEY, [{ reference: 'RiskAssessment/example' }], 'assessment-withdrawn', ASSESSED_AT),
      id: 'example-undoing',
    },
    {
      ...printReview(KEY, 'RiskAssessment/example', 'Practitioner/example', ASSESSED_AT),
      id: 'example-review',
    },
    {
      ...draftedServiceRequest(
        { sites: ['lumbar-spine', 'hip'] },
        'example',
        { reference: 'RiskAssessment/example' },
        EN,
      ),
      id: 'example',
    },
    {
      ...printSubscription({
        criteria: 'ImagingStudy?',
        endpoint: 'https://cds.example/notifications/example',
        secret: 'a-secret-of-32-characters-or-more',
        endsAt: new Date('2026-03-09T08:00:00Z'),
      }),
      id: 'example',
    },
    {
      ...printAuditEvent({
        action: 'image-read',
        actor: 'trabecula',
        subject: 'Patient/example',
        object: '2.25.1',
        outcome: 'success',
        at: ASSESSED_AT,
      }),
      id: 'example',
    },
  ];
}
