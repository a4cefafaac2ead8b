import type {
  Communication,
  DocumentReference,
  Flag,
  Observation,
  ObservationComponent,
} from '@medplum/fhirtypes';
import { HL7, OURS } from './canonical-urls.ts';
import { deviceUrl } from './entry-urls.ts';
import { outcomeConcept, ownConcept } from './own-codes.ts';
import {
  dateTime,
  patientReference,
  studyReference,
  type PrintContext,
  type PrintedAssessment,
} from './print-context.ts';
import { performerVersion } from './print-devices.ts';
import { percentOf } from './print-risk-assessment.ts';
import { labelled, narrative } from './resource-labels.ts';
import { resultLines } from './result-text.ts';

const identifierOf = (assessment: PrintedAssessment) => [
  { system: OURS.identifier.assessment, value: assessment.assessmentKey },
];

function componentsOf({ evidence }: PrintedAssessment): ObservationComponent[] {
  const { probability } = evidence;
  const score: ObservationComponent = {
    code: ownConcept('film-model-score'),
    valueQuantity: { value: evidence.filmScore, system: 'http://unitsofmeasure.org', code: '1' },
    referenceRange: [
      { high: { value: evidence.flaggedAtOrAbove }, text: 'Flagged at or above this cut of the model' },
    ],
  };
  if (probability.kind === 'absent') return [score];
  return [
    score,
    {
      code: ownConcept('lumbar-t-score-probability'),
      valueQuantity: {
        value: percentOf(probability.value),
        unit: '%',
        system: 'http://unitsofmeasure.org',
        code: '%',
      },
    },
  ];
}

/** The twin of the RiskAssessment for records that keep none: an imaging Observation derived from the study. */
export function printObservation(assessment: PrintedAssessment, context: PrintContext): Observation {
  const { evidence } = assessment;
  const outcome = outcomeConcept(evidence.outcome);
  return {
    resourceType: 'Observation',
    meta: labelled(OURS.profile.observation, context.patientVisible),
    text: narrative(resultLines(evidence)),
    identifier: identifierOf(assessment),
    status: 'preliminary',
    category: [{ coding: [{ system: HL7.observationCategory, code: 'imaging', display: 'Imaging' }] }],
    code: ownConcept('osteoporosis-film-screening'),
    subject: patientReference(assessment.patientId),
    effectiveDateTime: evidence.acquiredOn ?? dateTime(assessment.assessedAt),
    issued: dateTime(assessment.assessedAt),
    ...(outcome === undefined ? {} : { valueCodeableConcept: outcome }),
    method: ownConcept('lumbar-film-models'),
    device: { reference: deviceUrl(performerVersion(evidence)) },
    derivedFrom: [studyReference(assessment)],
    component: componentsOf(assessment),
    note: [{ text: resultLines(evidence).join(' ') }],
  };
}

/** UTF-8 text in base64, without Node's Buffer: printing is pure. */
const base64 = (text: string): string => btoa(String.fromCodePoint(...new TextEncoder().encode(text)));

/** The assessment as a document of plain text. */
export function printReport(assessment: PrintedAssessment, context: PrintContext): DocumentReference {
  const { evidence } = assessment;
  return {
    resourceType: 'DocumentReference',
    meta: labelled(OURS.profile.report, context.patientVisible),
    identifier: identifierOf(assessment),
    status: 'current',
    docStatus: 'preliminary',
    type: ownConcept('film-report'),
    subject: patientReference(assessment.patientId),
    date: dateTime(assessment.assessedAt),
    author: [{ reference: deviceUrl(performerVersion(evidence)) }],
    description: resultLines(evidence).slice(0, 2).join(' '),
    content: [
      {
        attachment: {
          contentType: 'text/plain; charset=utf-8',
          language: 'en',
          title: 'Film assessment',
          data: base64(resultLines(evidence).join('\n')),
        },
      },
    ],
    context: { related: [studyReference(assessment)] },
  };
}

export function printCommunication(assessment: PrintedAssessment, context: PrintContext): Communication {
  return {
    resourceType: 'Communication',
    meta: labelled(OURS.profile.communication, context.patientVisible),
    identifier: identifierOf(assessment),
    status: 'completed',
    subject: patientReference(assessment.patientId),
    topic: ownConcept('osteoporosis-film-screening'),
    sent: dateTime(context.recordedAt),
    sender: { reference: deviceUrl(performerVersion(assessment.evidence)) },
    payload: [{ contentString: resultLines(assessment.evidence).join(' ') }],
  };
}

export function printFlag(assessment: PrintedAssessment, context: PrintContext): Flag {
  return {
    resourceType: 'Flag',
    meta: labelled(OURS.profile.flag, context.patientVisible),
    text: narrative(resultLines(assessment.evidence)),
    identifier: identifierOf(assessment),
    status: 'active',
    category: [{ coding: [{ system: HL7.flagCategory, code: 'clinical', display: 'Clinical' }] }],
    code: {
      ...ownConcept('osteoporosis-film-screening'),
      text: resultLines(assessment.evidence).slice(0, 2).join(' '),
    },
    subject: patientReference(assessment.patientId),
    period: { start: dateTime(assessment.assessedAt) },
    author: { reference: deviceUrl(performerVersion(assessment.evidence)) },
  };
}
