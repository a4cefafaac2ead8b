import fc from 'fast-check';
import type { Resource } from '@medplum/fhirtypes';
import { responseViolations } from '../../src/cds-hooks/response-invariants.ts';
import { decide } from '../../src/core/decision/decide.ts';
import { patientContextFrom } from '../../src/fhir/patient-context-from.ts';
import { print } from '../cds-hooks/cards/printed-decisions.ts';
import { AS_OF, inputs, policy } from '../core/decision/builders.ts';
import { ALL_READ, contextOf, cpt, icd, loinc } from './chart.ts';

const CHART: readonly object[] = [
  { resourceType: 'Patient', id: 'p1', gender: 'female', birthDate: '1955-01-01' },
  {
    resourceType: 'Condition',
    code: icd('M48.56XA'),
    onsetDateTime: '2024-01-01',
    encounter: { reference: 'Encounter/1' },
  },
  { resourceType: 'Condition', code: icd('V43.52XA'), onsetDateTime: '2024-01-01' },
  {
    resourceType: 'Condition',
    code: icd('Z98.1'),
    bodySite: [{ text: 'ankle' }],
    clinicalStatus: { coding: [{ code: 'active' }] },
  },
  {
    resourceType: 'Observation',
    status: 'final',
    code: loinc('38264-8'),
    effectiveDateTime: '2020-01-01',
    valueQuantity: { value: -2.6, unit: '{T-score}' },
    component: [{ code: loinc('38267-1'), valueString: '-2.4' }],
  },
  {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    authoredOn: '2020-01-01',
    medicationCodeableConcept: { text: 'denosumab 60 mg' },
    dosageInstruction: [
      { route: { text: 'sc' }, doseAndRate: [{ doseQuantity: { value: 60, unit: 'mg' } }] },
    ],
  },
  {
    resourceType: 'MedicationStatement',
    status: 'active',
    effectivePeriod: { start: '2019-01-01' },
    medicationReference: { reference: 'Medication/m1' },
  },
  { resourceType: 'Medication', id: 'm1', code: { coding: [{ code: '1' }], text: 'prednisone 5 mg' } },
  {
    resourceType: 'Procedure',
    status: 'completed',
    code: cpt('77080'),
    performedPeriod: { start: '2019-01-01' },
  },
  {
    resourceType: 'DiagnosticReport',
    status: 'final',
    code: loinc('38269-7'),
    issued: '2019-01-01T10:00:00Z',
    conclusionCode: [icd('M85.80')],
  },
  {
    resourceType: 'ServiceRequest',
    status: 'active',
    intent: 'order',
    code: { text: 'DEXA' },
    authoredOn: '2020-01-01',
  },
  {
    resourceType: 'Appointment',
    status: 'booked',
    start: '2027-01-01T10:00:00Z',
    serviceType: [{ text: 'DXA' }],
  },
];

/** Every place in a chart, as a path of keys. */
const paths = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, inner]) => paths(inner, [...path, key]))]
    : [path];

/** A copy with one place replaced; the resource's type stays, since a reader goes by it. */
function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy: Record<string, unknown> = Array.isArray(value)
    ? ([...(value as unknown[])] as never)
    : { ...(value as object) };
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

const places = paths(CHART).filter((path) => path.length > 1 && path.at(-1) !== 'resourceType');
const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    0,
    -1,
    true,
    '',
    'x',
    [],
    {},
    [null],
    { coding: null },
    { coding: [null] },
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

it('a chart with anything at any place is read, decided and printed without an error', () => {
  fc.assert(
    fc.property(fc.constantFrom(...places), junk, (place, by) => {
      const chart = replaced(CHART, place, by) as readonly Resource[];
      const context = patientContextFrom(
        { patientId: 'p1', resources: chart, read: ALL_READ, localCodes: [] },
        AS_OF,
      );
      const printed = print(decide(inputs({ context }), policy(), AS_OF));
      expect(responseViolations(printed.response, { systemActionsAllowed: false })).toEqual([]);
    }),
    { seed: 7, numRuns: 1_000 },
  );
});

it('an entry that is no FHIR leaves its part of the record unread, and the others as they are', () => {
  const context = contextOf([
    {
      resourceType: 'Condition',
      code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 81 }] },
    },
    { resourceType: 'Condition', code: icd('M81.0') },
  ]);
  expect(context.read).toMatchObject({ conditions: 'failed', medications: 'read' });
  expect(context.osteoporosisDiagnoses).toHaveLength(1);
});

it('a Medication that is no FHIR leaves the drugs unread where an entry refers to it, and nowhere else', () => {
  const medication = { resourceType: 'Medication', id: 'm1', code: { coding: [null] } };
  const statement = {
    resourceType: 'MedicationStatement',
    status: 'active',
    effectivePeriod: { start: '2019-01-01' },
    medicationReference: { reference: 'Medication/m1' },
  };
  const request = {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    authoredOn: '2020-01-01',
    medicationCodeableConcept: { text: 'alendronate 70 mg' },
  };
  const context = contextOf([medication, statement, request]);
  expect(context.read).toMatchObject({ conditions: 'read', medications: 'failed' });
  expect(context.boneDrugs.map(({ drug }) => drug)).toEqual(['alendronate']);
  expect(contextOf([medication, request]).read.medications).toBe('read');
});
