import { SYSTEM } from '../../../src/fhir/terminology/concept-table.ts';
import { contextOf } from '../chart.ts';

const drug = (text: string) => ({ medicationCodeableConcept: { text } });
const request = (text: string, changes: object = {}) => ({
  resourceType: 'MedicationRequest',
  status: 'active',
  intent: 'order',
  authoredOn: '2026-01-10',
  ...drug(text),
  ...changes,
});
const dose = (value: number) => ({
  dosageInstruction: [{ doseAndRate: [{ doseQuantity: { value, unit: 'mg' } }] }],
});

describe('drugs against osteoporosis', () => {
  it.each([
    ['denosumab 60 MG/ML Prefilled Syringe [Prolia]', 'denosumab', 'osteoporosis'],
    ['1.7 ML denosumab 70 MG/ML Injection [Xgeva]', 'denosumab', 'oncology'],
    ['denosumab 120 mg/1.7 mL', 'denosumab', 'oncology'],
    ['denosumab-bbdz (Wyost)', 'denosumab', 'oncology'],
    ['denosumab-bbdz (Jubbonti)', 'denosumab', 'osteoporosis'],
    ['Denosumab', 'denosumab', 'not-stated'],
    ['zoledronic acid 5 mg/100 mL', 'zoledronic-acid', 'osteoporosis'],
    ['zoledronic acid 4 mg/5 mL', 'zoledronic-acid', 'oncology'],
    ['zoledronic acid 0.04 MG/ML', 'zoledronic-acid', 'oncology'],
    ['Reclast', 'zoledronic-acid', 'osteoporosis'],
    ['Alendronic acid 70 MG Oral Tablet', 'alendronate', 'osteoporosis'],
    ['Evenity', 'romosozumab', 'osteoporosis'],
  ])('"%s" is %s for %s', (text, name, doseUse) => {
    expect(contextOf([request(text)]).boneDrugs).toMatchObject([{ drug: name, doseUse }]);
  });

  it('the dose given outweighs the name', () => {
    expect(contextOf([request('denosumab', dose(120))]).boneDrugs).toMatchObject([{ doseUse: 'oncology' }]);
    expect(contextOf([request('denosumab', dose(60))]).boneDrugs).toMatchObject([
      { doseUse: 'osteoporosis' },
    ]);
  });

  it('are found by RxNorm ingredient without any words', () => {
    const coded = { medicationCodeableConcept: { coding: [{ system: SYSTEM.rxnorm, code: '46041' }] } };
    expect(contextOf([{ ...request(''), ...coded }]).boneDrugs).toMatchObject([{ drug: 'alendronate' }]);
  });

  it('are found in a contained or a referred Medication', () => {
    const medication = { resourceType: 'Medication', id: 'm1', code: { text: 'Prolia' } };
    const contained = request('', {
      medicationCodeableConcept: undefined,
      contained: [medication],
      medicationReference: { reference: '#m1' },
    });
    const referred = request('', {
      medicationCodeableConcept: undefined,
      medicationReference: { reference: 'Medication/m1' },
    });
    expect(contextOf([contained]).boneDrugs).toHaveLength(1);
    expect(contextOf([referred, medication]).boneDrugs).toHaveLength(1);
  });

  it.each([
    ['a draft', { status: 'draft' }],
    ['a cancelled order', { status: 'cancelled' }],
    ['an entry in error', { status: 'entered-in-error' }],
    ['a proposal', { intent: 'proposal' }],
    ['an order not to give it', { doNotPerform: true }],
  ])('are not taken from %s', (_, changes) => {
    expect(contextOf([request('alendronate', changes)]).boneDrugs).toEqual([]);
  });

  it('a statement "not taken" and a dose "not done" are no use of the drug', () => {
    const statement = { resourceType: 'MedicationStatement', status: 'not-taken', ...drug('alendronate') };
    const administration = {
      resourceType: 'MedicationAdministration',
      status: 'not-done',
      ...drug('Prolia'),
    };
    expect(contextOf([statement, administration]).boneDrugs).toEqual([]);
  });

  it('a dose given late on the evening is of that evening in its own time zone', () => {
    const administration = {
      resourceType: 'MedicationAdministration',
      status: 'completed',
      effectiveDateTime: '2026-03-01T23:30:00-06:00',
      ...drug('Prolia'),
    };
    expect(contextOf([administration]).boneDrugs).toMatchObject([
      { evidence: 'administered', lastRecordedOn: '2026-03-01' },
    ]);
  });
});

describe('risk drugs', () => {
  it.each([
    ['prednisone 5 mg oral tablet', 'systemic-glucocorticoid'],
    ['anastrozole 1 mg', 'aromatase-inhibitor'],
    ['leuprolide acetate depot', 'androgen-deprivation'],
    ['estradiol 1 MG Oral Tablet', 'systemic-oestrogen'],
  ])('"%s" is a %s', (text, drugClass) => {
    expect(contextOf([request(text)]).riskDrugs).toMatchObject([{ drugClass }]);
  });

  it.each(['hydrocortisone 1% topical cream', 'prednisolone acetate ophthalmic', 'estradiol vaginal insert'])(
    '"%s" acts where it is put and is none',
    (text) => {
      expect(contextOf([request(text)]).riskDrugs).toEqual([]);
    },
  );
});

describe('injections given in clinic that stand as procedures', () => {
  const given = (code: string, changes: object = {}) => ({
    resourceType: 'Procedure',
    status: 'completed',
    performedDateTime: '2026-02-10',
    code: { coding: [{ system: SYSTEM.hcpcs, code }] },
    ...changes,
  });

  it.each([
    ['J0897', 'denosumab', 'not-stated'],
    ['J3489', 'zoledronic-acid', 'not-stated'],
    ['J3111', 'romosozumab', 'osteoporosis'],
    ['J3110', 'teriparatide', 'osteoporosis'],
    ['J1740', 'ibandronate', 'osteoporosis'],
  ])('%s is a dose of %s', (code, drug, doseUse) => {
    expect(contextOf([given(code)]).boneDrugs).toMatchObject([
      { drug, doseUse, evidence: 'administered', lastRecordedOn: '2026-02-10' },
    ]);
  });

  it('take the product from their words', () => {
    const code = { coding: [{ system: SYSTEM.hcpcs, code: 'J0897' }], text: 'Xgeva 120 mg' };
    expect(contextOf([given('J0897', { code })]).boneDrugs).toMatchObject([{ doseUse: 'oncology' }]);
  });

  it('are no doses when they were not done, and when only their words name a drug', () => {
    const teaching = { code: { text: 'Teaching about denosumab' } };
    const others = [given('J0897', { status: 'not-done' }), given('', teaching), given('J2430')];
    expect(contextOf(others).boneDrugs).toEqual([]);
  });
});

describe('an entry that does not say which drug it is', () => {
  const statement = (fields: object) => ({
    resourceType: 'MedicationStatement',
    status: 'active',
    ...fields,
  });
  const recently = { effectivePeriod: { start: '2026-01-10' } };
  const bare = { medicationReference: { reference: 'Medication/m1' } };
  const readState = (...chart: readonly object[]) => contextOf(chart).read.medications;

  it('leaves the medications unread: no drug can be called absent', () => {
    expect(readState(statement({ ...recently, ...bare }))).toBe('failed');
    expect(readState(statement(bare))).toBe('failed');
    expect(readState(statement({ ...recently, medicationCodeableConcept: { coding: [] } }))).toBe('failed');
  });

  it.each([
    ['by its display', { medicationReference: { ...bare.medicationReference, display: 'Vitamin D' } }],
    [
      'by a contained Medication',
      {
        medicationReference: { reference: '#m' },
        contained: [{ resourceType: 'Medication', id: 'm', code: { text: 'Vitamin D' } }],
      },
    ],
    [
      'by a code that is in no table',
      { medicationCodeableConcept: { coding: [{ system: 'x', code: '1' }] } },
    ],
  ])('is none when it says so %s', (_how, fields) => {
    expect(readState(statement({ ...recently, ...fields }))).toBe('read');
  });

  it('is none when the Medication came with the chart', () => {
    const medication = { resourceType: 'Medication', id: 'm1', code: { text: 'denosumab 60 mg' } };
    const context = contextOf([statement({ ...recently, ...bare }), medication]);
    expect(context.read.medications).toBe('read');
    expect(context.boneDrugs.map(({ drug }) => drug)).toEqual(['denosumab']);
  });

  it('is none when the Medication came for a reference to one of its versions', () => {
    const medication = { resourceType: 'Medication', id: 'm1', code: { text: 'denosumab 60 mg' } };
    const versioned = { medicationReference: { reference: 'Medication/m1/_history/3' } };
    const context = contextOf([statement({ ...recently, ...versioned }), medication]);
    expect(context.read.medications).toBe('read');
    expect(context.boneDrugs.map(({ drug }) => drug)).toEqual(['denosumab']);
  });

  it('takes nothing away when it was last recorded more than two years ago, or never taken', () => {
    expect(
      readState(statement({ effectivePeriod: { start: '2020-01-10', end: '2024-05-19' }, ...bare })),
    ).toBe('read');
    expect(readState({ ...statement({ ...recently, ...bare }), status: 'not-taken' })).toBe('read');
  });
});
