import type { Condition, Resource, ServiceRequest } from '@medplum/fhirtypes';
import { flatRows } from '../../../src/adapters/population/flat-rows.ts';
import { shippedViews } from '../../../src/adapters/population/flat-views.ts';
import { countable } from '../../../src/fhir/normalise/conditions.ts';
import { drugSpan, type MedicationEntry } from '../../../src/fhir/normalise/drug-use.ts';
import { dxaOrdersFrom } from '../../../src/fhir/normalise/dxa.ts';
import { populationFacts } from '../../../src/fhir/population/population-facts.ts';

/** Whether the population keeps a resource; the tests ask whether the decision counts it. */
const isKept = (resource: Resource): boolean =>
  shippedViews()
    .filter(({ view }) => view.resource === resource.resourceType)
    .some((flat) => flatRows(flat, resource, (entry) => populationFacts(entry, [])).length > 0);

const subject = { reference: 'Patient/p1' };
const drug = { id: '1', subject, medicationCodeableConcept: { text: 'alendronate 70 mg' } };

const STATUSES: Readonly<Record<MedicationEntry['resourceType'], readonly string[]>> = {
  MedicationRequest: [
    'active',
    'on-hold',
    'cancelled',
    'completed',
    'entered-in-error',
    'stopped',
    'draft',
    'unknown',
  ],
  MedicationStatement: [
    'active',
    'completed',
    'entered-in-error',
    'intended',
    'stopped',
    'on-hold',
    'unknown',
    'not-taken',
  ],
  MedicationAdministration: [
    'in-progress',
    'not-done',
    'on-hold',
    'completed',
    'entered-in-error',
    'stopped',
    'unknown',
  ],
  MedicationDispense: [
    'preparation',
    'in-progress',
    'cancelled',
    'on-hold',
    'completed',
    'entered-in-error',
    'stopped',
    'declined',
    'unknown',
  ],
};
const statuses = Object.entries(STATUSES).flatMap(([type, all]) =>
  all.map((status) => [type, status] as const),
);

test.each(statuses)(
  'a %s that is %s is a drug where the decision takes it for one',
  (resourceType, status) => {
    const entry = { resourceType, status, intent: 'order', ...drug } as MedicationEntry;
    expect(isKept(entry)).toBe(drugSpan(entry) !== undefined);
  },
);

test.each([
  'proposal',
  'plan',
  'order',
  'original-order',
  'reflex-order',
  'filler-order',
  'instance-order',
  'option',
] as const)('a prescription by the intent %s is a drug where the decision takes it for one', (intent) => {
  const entry: MedicationEntry = { resourceType: 'MedicationRequest', status: 'active', intent, ...drug };
  expect(isKept(entry)).toBe(drugSpan(entry) !== undefined);
});

test('what must not be given or done is neither a drug nor an order', () => {
  const order: ServiceRequest = {
    resourceType: 'ServiceRequest',
    id: '1',
    status: 'active',
    intent: 'order',
    subject,
    code: { text: 'DXA' },
  };
  const prescription = {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    ...drug,
  } as const;
  expect([order, prescription].map(isKept)).toEqual([true, true]);
  expect(isKept({ ...order, doNotPerform: true })).toBe(false);
  expect(dxaOrdersFrom([{ ...order, doNotPerform: true }], [], [])).toEqual([]);
  expect(isKept({ ...prescription, doNotPerform: true })).toBe(false);
});

test.each(['unconfirmed', 'provisional', 'differential', 'confirmed', 'refuted', 'entered-in-error'])(
  'a diagnosis that is %s is a fact where the decision takes it for one',
  (status) => {
    const condition: Condition = {
      resourceType: 'Condition',
      id: '1',
      subject,
      verificationStatus: { coding: [{ code: status }] },
      code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M81.0' }] },
    };
    expect(isKept(condition)).toBe(countable([condition]).length > 0);
  },
);
