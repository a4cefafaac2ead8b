import type { RiskAssessment, RiskAssessmentPrediction } from '@medplum/fhirtypes';
import { AI_TRANSPARENCY, OURS } from './canonical-urls.ts';
import { deviceUrl } from './entry-urls.ts';
import { outcomeConcept, ownConcept } from './own-codes.ts';
import { performerVersion } from './print-devices.ts';
import {
  dateTime,
  patientReference,
  studyReference,
  type PrintContext,
  type PrintedAssessment,
} from './print-context.ts';
import { labelled, narrative, noticeOf } from './resource-labels.ts';
import { resultLines } from './result-text.ts';

const MITIGATION =
  'Consider DXA of spine and hip by guideline. Low density at the hip alone is not seen by a lumbar film.';

/** FHIR R4 gives probabilityDecimal in percent (invariant ras-2: at most 100). One decimal is more than it is good for. */
export const percentOf = (share: number): number => Math.round(share * 1000) / 10;

function predictionOf({ evidence }: PrintedAssessment): RiskAssessmentPrediction {
  const { probability, outcome } = evidence;
  const risk = outcomeConcept(outcome);
  return {
    ...(probability.kind === 'fitted'
      ? {
          extension: [
            {
              url: AI_TRANSPARENCY.confidence,
              valueRange: {
                low: { value: percentOf(probability.lower), unit: '%' },
                high: { value: percentOf(probability.upper), unit: '%' },
              },
            },
          ],
          probabilityDecimal: percentOf(probability.value),
        }
      : {}),
    outcome: ownConcept('lumbar-t-score-at-or-below-minus-2.5'),
    ...(risk === undefined ? {} : { qualitativeRisk: risk }),
    rationale: resultLines(evidence).join(' '),
  };
}

/**
 * The assessment as a RiskAssessment: preliminary until a clinician reviews it, about our own outcome code (a diagnosis
 * code would read as a diagnosis), with a number only where one was fitted.
 */
export function printRiskAssessment(assessment: PrintedAssessment, context: PrintContext): RiskAssessment {
  const { evidence } = assessment;
  return {
    resourceType: 'RiskAssessment',
    meta: labelled(OURS.profile.riskAssessment, context.patientVisible),
    text: narrative(resultLines(evidence)),
    ...(context.replaces === undefined
      ? {}
      : { extension: [{ url: OURS.extension.replaces, valueReference: { reference: context.replaces } }] }),
    identifier: [{ system: OURS.identifier.assessment, value: assessment.assessmentKey }],
    status: 'preliminary',
    method: ownConcept('lumbar-film-models'),
    code: ownConcept('osteoporosis-film-screening'),
    subject: patientReference(assessment.patientId),
    occurrenceDateTime: dateTime(assessment.assessedAt),
    performer: { reference: deviceUrl(performerVersion(evidence)) },
    basis: [studyReference(assessment), ...context.inputs.map((reference) => ({ reference }))],
    prediction: [predictionOf(assessment)],
    mitigation: `${noticeOf(evidence.trainingData)} ${MITIGATION}`,
    note: [{ text: resultLines(evidence).join(' ') }],
  };
}
