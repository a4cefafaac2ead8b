import type { CodeableConcept } from '@medplum/fhirtypes';
import type { ImageOutcome } from '../../core/evidence/image-evidence.ts';
import { OURS } from './canonical-urls.ts';

/** The codes of our own code system; fhir-profiles generates the CodeSystem from this table. */
export const OWN_CODES = {
  'osteoporosis-film-screening': 'Opportunistic osteoporosis screening on a lumbar radiograph',
  'lumbar-film-models': 'Neural networks reading standard lumbar radiographs',
  'lumbar-t-score-at-or-below-minus-2.5': 'Lumbar-spine DXA T-score <= -2.5',
  flagged: 'Flagged by the film model',
  uncertain: 'Uncertain film result',
  'film-model-score': 'Film model score (not a probability)',
  'lumbar-t-score-probability':
    'Group estimate of the probability of a lumbar-spine DXA T-score <= -2.5, percent',
  'ai-film-assessment': 'Assessment of films by a model (what a Consent permits or denies)',
  'film-report': 'Report of a film assessment',
  'follow-up-of-flagged-film': 'Follow-up of a flagged lumbar radiograph until a plan stands',
  'assessment-withdrawn': 'Film assessment withdrawn',
  'assessment-superseded': 'Film assessment superseded by a newer one',
  'follow-up-handed-over': 'Follow-up goes on under a newer reading of the film',
  'follow-up-ended': 'Follow-up ended',
  'state-flagged': 'Flagged, not seen yet',
  'state-seen': 'Seen by a clinician',
  'state-ordered': 'DXA ordered',
  'state-scheduled': 'DXA scheduled',
  'state-done': 'DXA done, no result yet',
  'state-needs-plan': 'DXA result needs a plan',
  'state-treated': 'Treated',
  'state-plan-recorded': 'Plan recorded',
  'state-declined': 'Declined by the patient',
  'state-not-osteoporosis': 'DXA shows no osteoporosis',
  'state-no-longer-flagged': 'Ended: a newer reading of the film gives no flag, which excludes nothing',
  'state-deceased': 'Ended: the patient has died',
  'state-care-limited': 'Ended: hospice or palliative care',
} as const;

export type OwnCode = keyof typeof OWN_CODES;

export const ownConcept = (code: OwnCode): CodeableConcept => ({
  coding: [{ system: OURS.codes, code, display: OWN_CODES[code] }],
  text: OWN_CODES[code],
});

/** A film that was not flagged gets no code: a third category would read as "ruled out". */
export const outcomeConcept = (outcome: ImageOutcome): CodeableConcept | undefined =>
  outcome === 'not-flagged' ? undefined : ownConcept(outcome);
