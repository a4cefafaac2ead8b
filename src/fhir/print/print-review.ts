import type { Coding, DocumentReference, Observation, Provenance, RiskAssessment } from '@medplum/fhirtypes';
import { HL7, OURS } from './canonical-urls.ts';
import { dateTime } from './print-context.ts';
import { NOPAT } from './resource-labels.ts';

/** The forms of a result that a clinician can review. */
export type ReviewableResult = RiskAssessment | Observation | DocumentReference;

/** Whether nobody has reviewed it yet: as we write results. A cancelled or withdrawn one is not waiting. */
export const awaitsReview = (result: ReviewableResult): boolean =>
  result.resourceType === 'DocumentReference'
    ? result.status === 'current' && result.docStatus === 'preliminary'
    : result.status === 'preliminary';

const isNopat = ({ system, code }: Coding): boolean => system === NOPAT.system && code === NOPAT.code;

export const isHiddenFromPatient = ({ meta }: ReviewableResult): boolean =>
  meta?.security?.some(isNopat) ?? false;

/** The result as reviewed: final, and no longer kept from the patient. Everything else stays, AIAST too: a model made it. */
export function reviewed(result: ReviewableResult): ReviewableResult {
  const security = result.meta?.security?.filter((label) => !isNopat(label));
  const meta = { ...result.meta, ...(security === undefined ? {} : { security }) };
  return result.resourceType === 'DocumentReference'
    ? { ...result, meta, docStatus: 'final' }
    : { ...result, meta, status: 'final' };
}

/** Who took responsibility, and when. One for each assessment: a tag makes it unique, R4's Provenance has no identifier. */
export function printReview(
  assessmentKey: string,
  target: string,
  reviewer: string,
  at: Date,
): Provenance & { readonly meta: { readonly tag: [Coding] } } {
  return {
    resourceType: 'Provenance',
    meta: {
      profile: [OURS.profile.followOn],
      tag: [{ system: OURS.identifier.assessment, code: `${assessmentKey}:reviewed` }],
    },
    target: [{ reference: target }],
    recorded: dateTime(at),
    agent: [
      {
        type: { coding: [{ system: HL7.provenanceParticipant, code: 'verifier', display: 'Verifier' }] },
        who: reviewerOf(reviewer),
      },
    ],
  };
}

/** "Practitioner/12" is a reference; an EHR that names no FHIR user gives a subject alone. */
const reviewerOf = (reviewer: string) =>
  /^(Practitioner|PractitionerRole)\//.test(reviewer) ? { reference: reviewer } : { display: reviewer };
