import type { Resource } from '@medplum/fhirtypes';
import { flatRows } from '../../../src/adapters/population/flat-rows.ts';
import { shippedViews } from '../../../src/adapters/population/flat-views.ts';
import { populationConcepts } from '../../../src/fhir/population/population-concepts.ts';

const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
const ENTRIES = {
  medication_request: { resourceType: 'MedicationRequest', status: 'active', authoredOn: '2026-01-10' },
  medication_statement: {
    resourceType: 'MedicationStatement',
    status: 'active',
    effectiveDateTime: '2026-01-10',
  },
  medication_administration: {
    resourceType: 'MedicationAdministration',
    status: 'completed',
    effectiveDateTime: '2026-01-10',
  },
};
const views = shippedViews();

function conceptsOf(table: string, entry: object, drug: object): readonly unknown[] {
  const resource = { ...entry, ...drug, id: '1', subject: { reference: 'Patient/p1' } } as Resource;
  const rows = flatRows(
    views.find((flat) => flat.table === table)!,
    resource,
    (one) => populationConcepts(one, []),
  );
  return rows.map(({ patient_id, given, concept }) => `${patient_id} ${given} ${concept}`);
}

describe.each(Object.entries(ENTRIES))('a %s', (table, entry) => {
  const contained = (medication: object) => ({
    medicationReference: { reference: '#m' },
    contained: [{ resourceType: 'Medication', id: 'm', ...medication }],
  });
  it.each([
    ['a code', { medicationCodeableConcept: { coding: [{ system: RXNORM, code: '993449' }] } }],
    [
      'a code without meaning, and words',
      { medicationCodeableConcept: { coding: [{ system: 'x', code: '1' }], text: 'alendronate 70 mg' } },
    ],
    [
      'a coding with its display alone',
      { medicationCodeableConcept: { coding: [{ display: 'Prolia 60 MG/ML' }] } },
    ],
    ['words alone', { medicationCodeableConcept: { text: 'denosumab 60 mg' } }],
    [
      'the display of a reference',
      { medicationReference: { reference: 'Medication/1', display: 'Zoledronic acid 5 mg' } },
    ],
    [
      'a contained Medication with a code',
      contained({ code: { coding: [{ system: RXNORM, code: '993449' }] } }),
    ],
    ['a contained Medication with words', contained({ code: { text: 'risedronate 35 mg' } })],
  ])('is seen as an osteoporosis drug by %s', (_how, drug) => {
    expect(conceptsOf(table, entry, drug)).toEqual(['p1 2026-01-10 osteoporosis-drug']);
  });

  it.each([
    ['another drug', { medicationCodeableConcept: { text: 'Vitamin D' } }],
    ['a reference without words', { medicationReference: { reference: 'Medication/1' } }],
  ])('leaves no row by %s', (_what, drug) => {
    expect(conceptsOf(table, entry, drug)).toEqual([]);
  });
});
