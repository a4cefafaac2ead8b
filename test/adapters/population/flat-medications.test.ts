import type { Resource } from '@medplum/fhirtypes';
import { flatRows } from '../../../src/adapters/population/flat-rows.ts';
import { shippedViews } from '../../../src/adapters/population/flat-views.ts';
import { populationFacts } from '../../../src/fhir/population/population-facts.ts';

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

const rowsOf = (table: string, resource: Resource) =>
  flatRows(
    views.find((flat) => flat.table === table)!,
    resource,
    (one) => populationFacts(one, []),
  );

const rowsOfEntry = (table: string, entry: object, drug: object) =>
  rowsOf(table, { ...entry, ...drug, id: '1', subject: { reference: 'Patient/p1' } } as Resource);

const conceptsOf = (table: string, entry: object, drug: object): readonly unknown[] =>
  rowsOfEntry(table, entry, drug).map(
    ({ patient_id, given, concept }) => `${patient_id} ${given} ${concept}`,
  );

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
    ['a contained Medication that says nothing', contained({})],
    ['a reference to no Medication', { medicationReference: { reference: 'Substance/1' } }],
  ])('leaves no row by %s', (_what, drug) => {
    expect(conceptsOf(table, entry, drug)).toEqual([]);
  });

  it.each(['Medication/m1', 'Medication/m1/_history/2'])(
    'that names its drug by %s alone is kept with the id of that Medication',
    (reference) => {
      const [row, ...more] = rowsOfEntry(table, entry, { medicationReference: { reference } });
      expect(more).toEqual([]);
      expect(row).toMatchObject({ concept: 'drug-by-reference', medication_id: 'm1', patient_id: 'p1' });
    },
  );
});

describe('a Medication', () => {
  it.each([
    [
      'with the code of an osteoporosis drug',
      { coding: [{ system: RXNORM, code: '993449' }] },
      ['osteoporosis-drug'],
    ],
    ['with its name', { text: 'Alendronate 70 mg' }, ['osteoporosis-drug']],
    ['of another drug is known to be one', { text: 'Vitamin D' }, ['other-drug']],
    ['that says nothing stays unknown', undefined, []],
  ])('%s', (_what, code, concepts) => {
    const rows = rowsOf('medication', { resourceType: 'Medication', id: 'm1', ...(code && { code }) });
    expect(rows.map(({ concept }) => concept)).toEqual(concepts);
  });
});
