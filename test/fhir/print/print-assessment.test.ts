import { validateResource } from '@medplum/core';
import type {
  Bundle,
  Device,
  Observation,
  Provenance,
  Resource,
  RiskAssessment,
  Task,
} from '@medplum/fhirtypes';
import { EVERY_FORM, printAssessment } from '../../../src/fhir/print/print-assessment.ts';
import { printAuditEvent } from '../../../src/fhir/print/print-audit-event.ts';
import { printUndoing } from '../../../src/fhir/print/print-provenance.ts';
import { loadR4Definitions } from '../../../src/sandbox/ehr/fhir/r4-definitions.ts';
import { flaggedEvidence } from '../../adapters/store/stored-assessments.ts';
import {
  AP,
  bothFilms,
  FITTED,
  FORMS,
  KEY,
  LATERAL,
  printContext,
  printedBundle,
} from './printed-resources.ts';

beforeAll(loadR4Definitions);

function print(...details: Parameters<typeof printedBundle>): Bundle {
  const bundle = printedBundle(...details);
  if (bundle === undefined) throw new Error('nothing printed');
  return bundle;
}
const all = (bundle: Bundle) => (bundle.entry ?? []).map((entry) => entry.resource!);
function the<T extends Resource>(resourceType: T['resourceType'], bundle: Bundle): T {
  return all(bundle).find((resource) => resource.resourceType === resourceType) as T;
}

it.each(FORMS)('prints valid FHIR R4 in the form %s, with and without Devices', (form) => {
  for (const device of [true, false])
    for (const evidence of [
      flaggedEvidence(),
      bothFilms(),
      flaggedEvidence({ probability: FITTED, outcome: 'uncertain' }),
    ])
      for (const resource of all(print(evidence, {}, { ...EVERY_FORM, form, device }))) {
        validateResource(resource);
        if (!device) expect(JSON.stringify(resource)).not.toContain('urn:uuid:00');
      }
});

it('prints the audit line and the undoing as valid FHIR R4', () => {
  const at = new Date('2026-03-02T08:00:00Z');
  validateResource(printUndoing(KEY, [{ reference: 'RiskAssessment/1' }], 'assessment-withdrawn', at));
  const event = printAuditEvent({
    action: 'image-read',
    actor: 'service',
    subject: 'Patient/p1',
    object: '2.25.1',
    outcome: 'success',
    at,
  });
  validateResource(event);
  expect(event.entity?.map((entity) => entity.what)).toEqual([
    { identifier: { value: '2.25.1' } },
    { reference: 'Patient/p1' },
  ]);
});

it('gives the same addresses each time, another one to each entry, all of them UUIDs', () => {
  const urls = (print(bothFilms()).entry ?? []).map((entry) => entry.fullUrl);
  expect((print(bothFilms()).entry ?? []).map((entry) => entry.fullUrl)).toEqual(urls);
  expect(new Set(urls).size).toBe(6);
  for (const url of urls)
    expect(url).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});

it('creates each entry only when it is not there yet', () => {
  for (const entry of print().entry ?? [])
    expect(entry.request?.ifNoneExist).toMatch(/^(identifier|_tag)=https/);
});

it('is preliminary, machine-made, kept from the patient, about our own outcome and no diagnosis', () => {
  const risk = the<RiskAssessment>('RiskAssessment', print());
  expect(risk.status).toBe('preliminary');
  expect(risk.meta?.security?.map((coding) => coding.code)).toEqual(['AIAST', 'NOPAT']);
  expect(risk.prediction?.[0]?.outcome?.coding?.[0]?.code).toBe('lumbar-t-score-at-or-below-minus-2.5');
  expect(JSON.stringify(print())).not.toContain('64859006');
});

it('shows it to the patient only where the site says so', () => {
  const risk = the<RiskAssessment>('RiskAssessment', print(flaggedEvidence(), { patientVisible: true }));
  expect(risk.meta?.security?.map((coding) => coding.code)).toEqual(['AIAST']);
});

it('gives a probability, in percent as R4 wants it, only where one was fitted', () => {
  expect(the<RiskAssessment>('RiskAssessment', print()).prediction?.[0]).not.toHaveProperty(
    'probabilityDecimal',
  );
  const prediction = the<RiskAssessment>('RiskAssessment', print(flaggedEvidence({ probability: FITTED })))
    .prediction?.[0];
  // 0.3149 -> 31.5 %
  expect(prediction?.probabilityDecimal).toBe(31.5);
  expect(prediction?.extension?.[0]?.valueRange).toEqual({
    low: { value: 22, unit: '%' },
    high: { value: 41, unit: '%' },
  });
});

it('writes nothing of a film that was not flagged', () => {
  const printed = printAssessment(
    {
      assessmentKey: KEY,
      patientId: 'p1',
      studyInstanceUid: '2.25.1',
      imagingStudyReference: undefined,
      assessedAt: new Date(),
      evidence: flaggedEvidence({ outcome: 'not-flagged' }),
    },
    printContext,
  );
  expect(printed).toBeUndefined();
});

it('follows up a flagged film that has an owner, and no other', () => {
  const task = the<Task>('Task', print());
  expect(task.owner).toEqual({ display: 'Bone-health pool' });
  expect(task.restriction?.period?.end).toBe('2026-04-01T08:00:00.000Z');
  expect(the<Task>('Task', print(flaggedEvidence({ outcome: 'uncertain' })))).toBeUndefined();
  expect(the<Task>('Task', print(flaggedEvidence(), { owner: undefined }))).toBeUndefined();
});

it('names each model version as a Device, and one for both when two films were read together', () => {
  const devices = all(print(bothFilms())).filter((one): one is Device => one.resourceType === 'Device');
  expect(devices.map((device) => device.identifier?.[0]?.value)).toEqual([AP, LATERAL, `${AP}+${LATERAL}`]);
});

it('tells in the Provenance which models, which study and which model card', () => {
  const provenance = the<Provenance>('Provenance', print(bothFilms()));
  expect(provenance.agent.map((agent) => agent.who.display)).toEqual(['AP network', LATERAL]);
  expect(provenance.entity?.map((entity) => [entity.role, entity.what.identifier?.value])).toEqual([
    ['derivation', 'https://here.example/models/ap'],
    ['source', 'urn:oid:2.25.1'],
  ]);
  expect(provenance.target).toHaveLength(2);
});

it('says which earlier assessment it replaces', () => {
  const risk = the<RiskAssessment>(
    'RiskAssessment',
    print(flaggedEvidence(), { replaces: 'RiskAssessment/9' }),
  );
  expect(risk.extension?.[0]?.valueReference).toEqual({ reference: 'RiskAssessment/9' });
});

const NOTICE = 'Research model, trained on simulated radiographs, not for clinical use.';
const words = (resource: Resource): string => {
  const data =
    resource.resourceType === 'DocumentReference' ? resource.content[0]?.attachment.data : undefined;
  return JSON.stringify(resource) + (data === undefined ? '' : Buffer.from(data, 'base64').toString('utf8'));
};

it.each(FORMS)('says in the form %s what kind of model it is and what it excludes not', (form) => {
  const result = all(
    print(flaggedEvidence(), {}, { ...EVERY_FORM, form, device: false, task: false, provenance: false }),
  );
  expect(result).toHaveLength(1);
  expect(words(result[0]!)).toContain(NOTICE);
  expect(words(result[0]!)).toContain('excludes neither osteoporosis nor fracture');
});

it('never calls a result low, normal, negative or ruled out', () => {
  for (const form of FORMS)
    for (const resource of all(print(flaggedEvidence({ probability: FITTED }), {}, { ...EVERY_FORM, form })))
      // "Low density at the hip" and the FHIR elements low and high speak of bone and of numbers, not of a result.
      expect(words(resource).replaceAll(/Low density at the hip|"low":/g, '')).not.toMatch(
        /\b(low|normal|negative|rule[ds]?[- ]out)\b/i,
      );
});

it('keeps the number of an Observation apart from the score', () => {
  const observation = the<Observation>(
    'Observation',
    print(flaggedEvidence({ probability: FITTED }), {}, { ...EVERY_FORM, form: 'observation' }),
  );
  expect(observation.component?.map((one) => [one.code.coding?.[0]?.code, one.valueQuantity?.value])).toEqual(
    [
      ['film-model-score', 1.25],
      ['lumbar-t-score-probability', 31.5],
    ],
  );
});
