import type { Provenance, ProvenanceEntity, Reference } from '@medplum/fhirtypes';
import type { EndedState } from '../../core/referral/referral-state.ts';
import { AI_TRANSPARENCY, HL7, OURS } from './canonical-urls.ts';
import { deviceUrl } from './entry-urls.ts';
import { ownConcept, type OwnCode } from './own-codes.ts';
import { dateTime, studyReference, type PrintContext, type PrintedAssessment } from './print-context.ts';
import { versionsOf } from './print-devices.ts';
import { AIAST } from './resource-labels.ts';

/** R4's Provenance has no identifier: a tag lets it be created once. */
export const provenanceTag = (assessmentKey: string, activity: 'made' | OwnCode) => ({
  system: OURS.identifier.assessment,
  code: activity === 'made' ? assessmentKey : `${assessmentKey}:${activity}`,
});

/** A record that keeps no Device still names the model version. */
const aiAgent = (version: string, title: string, hasDevice: boolean): Provenance['agent'][number] => ({
  type: { coding: [{ system: HL7.provenanceParticipant, code: 'author', display: 'Author' }] },
  role: [{ coding: [{ system: AI_TRANSPARENCY.deviceType, code: 'Artificial-Intelligence' }] }],
  who: hasDevice
    ? { reference: deviceUrl(version), display: title }
    : {
        type: 'Device',
        identifier: { system: OURS.identifier.modelVersion, value: version },
        display: title,
      },
});

/** The model card of each version (AI Transparency: an entity of role "derivation"), and the study as source. */
function entitiesOf(assessment: PrintedAssessment, { models }: PrintContext): ProvenanceEntity[] {
  const cards = versionsOf(assessment.evidence).flatMap((version): ProvenanceEntity[] => {
    const model = models[version];
    if (model?.modelCardUrl === undefined) return [];
    return [
      {
        role: 'derivation',
        what: {
          type: 'DocumentReference',
          identifier: { system: 'urn:ietf:rfc:3986', value: model.modelCardUrl },
          display: `Model card: ${model.title}`,
        },
      },
    ];
  });
  return [...cards, { role: 'source', what: studyReference(assessment) }];
}

/** How the resources came to be: which model versions, from which study, described by which model cards. */
export function printProvenance(
  assessment: PrintedAssessment,
  targets: readonly Reference[],
  context: PrintContext,
  hasDevice: boolean,
): Provenance {
  return {
    resourceType: 'Provenance',
    meta: { profile: [OURS.profile.provenance], tag: [provenanceTag(assessment.assessmentKey, 'made')] },
    target: [...targets],
    occurredDateTime: dateTime(assessment.assessedAt),
    recorded: dateTime(context.recordedAt),
    reason: [{ coding: [AIAST] }],
    agent: versionsOf(assessment.evidence).map((version) =>
      aiAgent(version, context.models[version]?.title ?? version, hasDevice),
    ),
    entity: entitiesOf(assessment, context),
  };
}

const OURSELVES: Provenance['agent'] = [
  {
    type: { coding: [{ system: HL7.provenanceParticipant, code: 'performer', display: 'Performer' }] },
    who: { display: 'Trabecula' },
  },
];

/** Why a written assessment no longer counts: withdrawn (entered in error) or superseded. */
export function printUndoing(
  assessmentKey: string,
  targets: readonly Reference[],
  activity: 'assessment-withdrawn' | 'assessment-superseded',
  at: Date,
): Provenance {
  return {
    resourceType: 'Provenance',
    meta: { profile: [OURS.profile.undoing], tag: [provenanceTag(assessmentKey, activity)] },
    target: [...targets],
    recorded: dateTime(at),
    activity: ownConcept(activity),
    agent: OURSELVES,
  };
}

/** Why a follow-up ended without an answer. */
export function printFollowUpEnded(
  assessmentKey: string,
  task: Reference,
  state: EndedState,
  at: Date,
): Provenance {
  return {
    resourceType: 'Provenance',
    meta: { profile: [OURS.profile.followOn], tag: [provenanceTag(assessmentKey, 'follow-up-ended')] },
    target: [task],
    recorded: dateTime(at),
    reason: [ownConcept(`state-${state}`)],
    activity: ownConcept('follow-up-ended'),
    agent: OURSELVES,
  };
}

/** Why a Task in hand has another focus: a newer reading took the place of the one that it was opened for. */
export function printHandOver(
  assessmentKey: string,
  task: Reference,
  earlierFocus: Reference | undefined,
  at: Date,
): Provenance {
  return {
    resourceType: 'Provenance',
    meta: {
      profile: [OURS.profile.followOn],
      tag: [provenanceTag(assessmentKey, 'follow-up-handed-over')],
    },
    target: [task],
    recorded: dateTime(at),
    activity: ownConcept('follow-up-handed-over'),
    agent: OURSELVES,
    ...(earlierFocus === undefined ? {} : { entity: [{ role: 'revision', what: earlierFocus }] }),
  };
}
