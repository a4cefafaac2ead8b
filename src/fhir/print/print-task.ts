import type { Task } from '@medplum/fhirtypes';
import { OURS } from './canonical-urls.ts';
import { deviceUrl, entryUrl } from './entry-urls.ts';
import { ownConcept } from './own-codes.ts';
import {
  dateTime,
  patientReference,
  type PrintContext,
  type PrintedAssessment,
  type PrintedOwner,
} from './print-context.ts';
import { performerVersion } from './print-devices.ts';
import { labelled, LIMITS, noticeOf } from './resource-labels.ts';

/** The follow-up of a flagged film: owned by somebody, due on a day, closed by a plan and not by the DXA alone. */
export function printTask(assessment: PrintedAssessment, owner: PrintedOwner, context: PrintContext): Task {
  const { evidence } = assessment;
  return {
    resourceType: 'Task',
    meta: labelled(OURS.profile.task, context.patientVisible),
    identifier: [{ system: OURS.identifier.task, value: assessment.assessmentKey }],
    status: 'requested',
    businessStatus: ownConcept('state-flagged'),
    intent: 'proposal',
    code: ownConcept('follow-up-of-flagged-film'),
    description: `${noticeOf(evidence.trainingData)} A lumbar radiograph was flagged; consider DXA by guideline. ${LIMITS}`,
    focus: { reference: entryUrl(assessment.assessmentKey, 'risk-assessment') },
    for: patientReference(assessment.patientId),
    authoredOn: dateTime(assessment.assessedAt),
    lastModified: dateTime(context.recordedAt),
    requester: { reference: deviceUrl(performerVersion(evidence)) },
    owner: owner.reference,
    restriction: { period: { end: dateTime(owner.dueAt) } },
  };
}
