import type { Resource } from '@medplum/fhirtypes';
import { openProfileCheck } from '../../../src/adapters/fhir-profiles/profile-check.ts';
import { shippedDefinitions } from '../../../src/adapters/fhir-profiles/shipped-definitions.ts';
import type { OutgoingCheck } from '../../../src/flow/ports/outgoing-check.ts';
import { OURS } from '../../../src/fhir/print/canonical-urls.ts';
import { PRINTED } from '../../fhir/print/printed-resources.ts';

let check: OutgoingCheck;
beforeAll(() => void (check = openProfileCheck(shippedDefinitions())));

const profilesOf = (resource: Resource) => resource.meta?.profile ?? [];

it('finds no fault in anything that the service prints', () => {
  const faults = PRINTED.flatMap((resource) =>
    check.problemsOf(resource).map((problem) => `${resource.resourceType} ${problem}`),
  );
  expect(faults).toEqual([]);
});

it('has printed at least one resource of every profile', () => {
  expect([...new Set(PRINTED.flatMap(profilesOf))].toSorted()).toEqual(
    Object.values(OURS.profile).toSorted(),
  );
});

/** A resource as loose JSON, to make it wrong. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;
type Profile = keyof typeof OURS.profile;

/** What is made wrong, of which profile, how, and what the fault must name. */
const WRONG: readonly (readonly [string, Profile, (wrong: Loose) => void, string])[] = [
  ['no AIAST label', 'riskAssessment', (r) => (r.meta.security = r.meta.security.slice(1)), 'machineMade'],
  ['no label at all', 'riskAssessment', (r) => delete r.meta.security, 'meta.security'],
  ['no model', 'riskAssessment', (r) => delete r.performer, 'performer'],
  ['a person as the model', 'riskAssessment', (r) => (r.performer = ref('Practitioner/1')), 'names-model'],
  ['another code', 'riskAssessment', (r) => (r.code.coding[0].code = 'other'), 'code'],
  ['another method', 'riskAssessment', (r) => (r.method.coding[0].code = 'other'), 'method'],
  ['a diagnosis as outcome', 'riskAssessment', (r) => (r.prediction[0].outcome = OSTEOPOROSIS), 'outcome'],
  [
    'a diagnosis beside our outcome',
    'riskAssessment',
    (r) => r.prediction[0].outcome.coding.push(OSTEOPOROSIS.coding[0]),
    'film-no-diagnosis',
  ],
  ['a probability of 101 %', 'riskAssessment', (r) => probability(r, 101), 'ras-2'],
  ['a probability below 0', 'riskAssessment', (r) => probability(r, -0.1), 'film-probability'],
  ['a probability without its interval', 'riskAssessment', (r) => unbounded(r), 'film-interval'],
  ['two probabilities', 'riskAssessment', (r) => both(r), 'Conflicting choice'],
  ['a range as probability', 'riskAssessment', (r) => range(r), 'probability'],
  ['a risk called low', 'riskAssessment', (r) => risk(r, 'low'), 'flagged-or-uncertain'],
  ['not flagged', 'riskAssessment', (r) => risk(r, 'not-flagged'), 'flagged-or-uncertain'],
  ['no risk word', 'riskAssessment', (r) => delete r.prediction[0].qualitativeRisk, 'qualitativeRisk'],
  ['two predictions', 'riskAssessment', (r) => r.prediction.push(r.prediction[0]), 'prediction'],
  ['a basis without the study', 'riskAssessment', (r) => (r.basis = [ref('Observation/1')]), 'film-basis'],
  ['no identifier', 'riskAssessment', (r) => delete r.identifier, 'identifier'],
  ["another's identifier", 'riskAssessment', (r) => (r.identifier[0].system = 'urn:x'), 'assessmentKey'],
  ['an identifier without value', 'riskAssessment', (r) => delete r.identifier[0].value, 'system-and-value'],
  ['a group as subject', 'riskAssessment', (r) => (r.subject = ref('Group/1')), 'names-patient'],
  ['a status that is none of ours', 'riskAssessment', (r) => (r.status = 'registered'), 'film-status'],
  ['no mitigation', 'riskAssessment', (r) => delete r.mitigation, 'mitigation'],
  ['a condition', 'riskAssessment', (r) => (r.condition = ref('Condition/1')), 'condition'],
  ['an element that FHIR lacks', 'riskAssessment', (r) => (r.score = 1), 'score'],
  ['no AIAST label', 'observation', (r) => (r.meta.security = r.meta.security.slice(1)), 'machineMade'],
  ['the word of a laboratory', 'observation', (r) => (r.interpretation = [text('Low')]), 'interpretation'],
  ['another value', 'observation', (r) => (r.valueCodeableConcept.coding[0].code = 'x'), 'flagged'],
  ['no value', 'observation', (r) => delete r.valueCodeableConcept, 'value'],
  ['no model', 'observation', (r) => delete r.device, 'device'],
  ['no score', 'observation', (r) => (r.component[0].code = text('score')), 'score'],
  ['a score in percent', 'observation', (r) => (r.component[0].valueQuantity.code = '%'), 'film-component'],
  ['no study', 'observation', (r) => (r.derivedFrom = [ref('ImagingStudy/1')]), 'names-study'],
  ['another category', 'observation', (r) => (r.category = [text('laboratory')]), 'imaging'],
  ['no AIAST label', 'report', (r) => (r.meta.security = r.meta.security.slice(1)), 'machineMade'],
  ['no text', 'report', (r) => delete r.content[0].attachment.data, 'data'],
  ['a picture', 'report', (r) => (r.content[0].attachment.contentType = 'image/png'), 'film-text'],
  ['no model', 'report', (r) => delete r.author, 'author'],
  ['another type', 'report', (r) => (r.type.coding[0].code = 'other'), 'type'],
  ['no AIAST label', 'communication', (r) => (r.meta.security = r.meta.security.slice(1)), 'machineMade'],
  ['no words', 'communication', (r) => delete r.payload, 'payload'],
  ['no model', 'communication', (r) => delete r.sender, 'sender'],
  ['no AIAST label', 'flag', (r) => (r.meta.security = r.meta.security.slice(1)), 'machineMade'],
  ['no words', 'flag', (r) => delete r.code.text, 'code.text'],
  ['no model', 'flag', (r) => delete r.author, 'author'],
  ['no digest', 'device', (r) => (r.identifier[0].system = 'urn:x'), 'modelVersion'],
  ['another digest than its version', 'device', (r) => (r.version[0].value = LATER), 'one-version'],
  ['no kind of model', 'device', (r) => delete r.extension, 'ai-kind'],
  ['another type', 'device', (r) => (r.type.coding[0].code = 'Scanner'), 'type'],
  ['nothing said about safety', 'device', (r) => delete r.safety, 'safety'],
  ['a patient', 'device', (r) => (r.patient = ref('Patient/1')), 'patient'],
  ['no study as source', 'provenance', (r) => (r.entity = r.entity.slice(0, -1)), 'made-from-study'],
  ['no reason', 'provenance', (r) => delete r.reason, 'reason'],
  ['no tag', 'provenance', (r) => delete r.meta.tag, 'meta.tag'],
  ['a person as the model', 'provenance', (r) => (r.agent[0].who = ref('Practitioner/1')), 'names-model'],
  ['another activity', 'undoing', (r) => (r.activity = text('deleted')), 'undoing-activity'],
  [
    'no verifier and no hand-over',
    'followOn',
    (r) => {
      delete r.activity;
      r.agent[0].type = text('somebody');
    },
    'reviewed-or-followed-on',
  ],
  [
    'an end without a reason',
    'followOn',
    (r) => {
      r.agent[0].type = text('somebody');
      r.activity = { coding: [{ system: OURS.codes, code: 'follow-up-ended' }] };
      delete r.reason;
    },
    'reviewed-or-followed-on',
  ],
  ['no key', 'followOn', (r) => delete r.meta.tag, 'tag'],
  ['no activity', 'undoing', (r) => delete r.activity, 'activity'],
  ['no owner', 'task', (r) => delete r.owner, 'owner'],
  ['no limit', 'task', (r) => delete r.restriction, 'restriction'],
  ['an order in place of a proposal', 'task', (r) => (r.intent = 'order'), 'intent'],
  ['no state of the loop', 'task', (r) => (r.businessStatus = text('new')), 'follow-up-state'],
  [
    'an end without a reason',
    'task',
    (r) => {
      r.businessStatus = { coding: [{ system: OURS.codes, code: 'state-deceased' }] };
      r.status = 'cancelled';
    },
    'cancelled-with-reason',
  ],
  [
    'an end that is not cancelled',
    'task',
    (r) => {
      r.businessStatus = { coding: [{ system: OURS.codes, code: 'state-care-limited' }] };
      r.statusReason = r.businessStatus;
    },
    'cancelled-with-reason',
  ],
  ['no AIAST label', 'task', (r) => (r.meta.security = r.meta.security.slice(1)), 'machineMade'],
  ['a diagnosis', 'dxaProposal', (r) => (r.reasonCode = [OSTEOPOROSIS]), 'reasonCode'],
  ['a condition as reason', 'dxaProposal', (r) => (r.reasonReference = [ref('Condition/1')]), 'reasonRef'],
  ['an order in place of a proposal', 'dxaProposal', (r) => (r.intent = 'order'), 'intent'],
  ['an active one', 'dxaProposal', (r) => (r.status = 'active'), 'status'],
  ['another examination', 'dxaProposal', (r) => (r.code.coding = OSTEOPOROSIS.coding), 'dxa-code'],
  ['no end', 'subscription', (r) => delete r.end, 'end'],
  ['no secret', 'subscription', (r) => delete r.channel.header, 'header'],
  ['another header', 'subscription', (r) => (r.channel.header = ['X-Key: 1']), 'bearer-secret'],
  ['mail', 'subscription', (r) => (r.channel.type = 'email'), 'type'],
  ['a payload', 'subscription', (r) => (r.channel.payload = 'application/fhir+json'), 'nothing-sent'],
  ['text about the patient', 'auditLine', (r) => (r.entity[0].description = 'Ada'), 'description'],
  ['nobody who did it', 'auditLine', (r) => delete r.agent[0].altId, 'altId'],
  ['no outcome', 'auditLine', (r) => delete r.outcome, 'outcome'],
];

const LATER = 'f'.repeat(64);
const OSTEOPOROSIS = { coding: [{ system: 'http://snomed.info/sct', code: '64859006' }] };
const ref = (reference: string) => ({ reference });
const text = (words: string) => ({ text: words });
const INTERVAL = {
  url: 'http://hl7.org/fhir/uv/aitransparency/StructureDefinition/AIconfidence',
  valueRange: { low: { value: 1 }, high: { value: 2 } },
};
const probability = (r: Loose, percent: number) =>
  Object.assign(r.prediction[0], { probabilityDecimal: percent, extension: [INTERVAL] });
const unbounded = (r: Loose) =>
  Object.assign(r.prediction[0], { probabilityDecimal: 31, extension: undefined });
const RANGE = { low: { value: 1, unit: '%' }, high: { value: 2, unit: '%' } };
const range = (r: Loose) => {
  probability(r, 1);
  delete r.prediction[0].probabilityDecimal;
  r.prediction[0].probabilityRange = RANGE;
};
const both = (r: Loose) => {
  probability(r, 1);
  r.prediction[0].probabilityRange = RANGE;
};
const risk = (r: Loose, code: string) => (r.prediction[0].qualitativeRisk.coding[0].code = code);

it.each(WRONG)('refuses %s (%s)', (_name, profile, makeWrong, fault) => {
  const good = PRINTED.find((resource) => profilesOf(resource).includes(OURS.profile[profile]))!;
  const wrong = structuredClone(good);
  makeWrong(wrong);
  expect(check.problemsOf(good)).toEqual([]);
  expect(check.problemsOf(wrong).join('\n')).toContain(fault);
});

it('refuses what names none of our profiles, or that of another type', () => {
  expect(check.problemsOf({ resourceType: 'Basic', code: {} })).toEqual(['Basic names none of our profiles']);
  expect(
    check.problemsOf({ resourceType: 'Basic', code: {}, meta: { profile: [OURS.profile.task] } }),
  ).toEqual(['Basic names a profile of Task']);
});

it('tells a fault by element and rule, never by value', () => {
  const good = PRINTED.find(({ resourceType }) => resourceType === 'RiskAssessment')!;
  const wrong: Loose = structuredClone(good);
  wrong.subject.reference = 'Ada Sandhill';
  wrong.note = [{ text: ' ' }];
  const problems = check.problemsOf(wrong).join('\n');
  expect(problems).toContain('RiskAssessment.subject: Constraint names-patient');
  expect(problems).not.toContain('Ada');
});
