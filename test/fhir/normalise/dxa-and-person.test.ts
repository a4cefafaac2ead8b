import { draftOrdersFrom } from '../../../src/fhir/draft-orders.ts';
import type { LocalCode } from '../../../src/core/patient/local-code.ts';
import type { Resource } from '@medplum/fhirtypes';
import { contextOf, cpt, icd, loinc, snomed } from '../chart.ts';

const order = (changes: object) => ({
  resourceType: 'ServiceRequest',
  status: 'active',
  intent: 'order',
  authoredOn: '2026-04-01',
  code: cpt('77080'),
  ...changes,
});

describe('DXA orders', () => {
  it.each([
    ['CPT 77080', { code: cpt('77080') }],
    ['SNOMED CT 241686001', { code: snomed('241686001') }],
    [
      'the words of a local code',
      { code: { coding: [{ system: 'urn:site', code: 'IMG1', display: 'DEXA SCAN' }] } },
    ],
  ])('are known by %s', (_, changes) => {
    expect(contextOf([order(changes)]).dxaOrders).toHaveLength(1);
  });

  it("are known by the site's own code", () => {
    const local: LocalCode = { system: 'urn:site', code: 'IMG77', means: 'central-dxa' };
    const code = { coding: [{ system: 'urn:site', code: 'IMG77' }] };
    expect(contextOf([order({ code })], []).dxaOrders).toEqual([]);
    expect(contextOf([order({ code })], [local]).dxaOrders).toHaveLength(1);
  });

  it.each([
    ['a draft', { status: 'draft' }],
    ['a revoked order', { status: 'revoked' }],
    ['a proposal', { intent: 'proposal' }],
    ['vertebral fracture assessment alone', { code: cpt('77086') }],
    ['a lumbar radiograph', { code: loinc('24970-6') }],
  ])('%s is none', (_, changes) => {
    expect(contextOf([order(changes)]).dxaOrders).toEqual([]);
  });

  it('an appointment for bone density is a scheduled one on its day', () => {
    const appointment = {
      resourceType: 'Appointment',
      status: 'booked',
      start: '2026-06-02T09:00:00-05:00',
      serviceType: [{ text: 'Bone density scan' }],
    };
    expect(contextOf([appointment]).dxaOrders).toMatchObject([
      { state: 'scheduled', scheduledOn: '2026-06-02' },
    ]);
  });
});

describe('DXA studies', () => {
  it.each([
    [
      { resourceType: 'Procedure', status: 'completed', code: cpt('77085'), performedDateTime: '2025-01-02' },
      'central',
    ],
    [
      { resourceType: 'Procedure', status: 'completed', code: cpt('77081'), performedDateTime: '2025-01-02' },
      'peripheral',
    ],
    [
      {
        resourceType: 'DiagnosticReport',
        status: 'final',
        code: loinc('38269-7'),
        effectiveDateTime: '2025-01-02',
      },
      'not-stated',
    ],
    [
      {
        resourceType: 'Observation',
        status: 'final',
        code: loinc('24966-4'),
        effectiveDateTime: '2025-01-02',
      },
      'central',
    ],
  ])('%# are read', (resource, extent) => {
    expect(contextOf([resource]).dxaStudies).toMatchObject([{ extent, performedOn: '2025-01-02' }]);
  });

  it('a FRAX result that names bone density is none', () => {
    const frax = {
      resourceType: 'Observation',
      status: 'final',
      code: { ...loinc('90265-0'), text: 'FRAX major fracture without bone mineral density' },
      effectiveDateTime: '2026-01-02',
      valueQuantity: { value: 9.1, code: '%' },
    };
    const context = contextOf([frax]);
    expect(context.dxaStudies).toEqual([]);
    expect(context.toolResults).toMatchObject([{ tool: 'frax-major-fracture-without-bmd', value: 9.1 }]);
  });
});

describe('signed reports', () => {
  const report = (changes: object) => ({
    resourceType: 'DiagnosticReport',
    status: 'final',
    code: loinc('24970-6'),
    effectiveDateTime: '2026-03-03',
    conclusionCode: [icd('M48.56XA')],
    ...changes,
  });

  it('count when signed, and neither before nor when a model wrote them', () => {
    expect(contextOf([report({})]).signedReportFindings).toHaveLength(1);
    expect(contextOf([report({ status: 'preliminary' })]).signedReportFindings).toEqual([]);
    const meta = { security: [{ code: 'AIAST' }] };
    expect(contextOf([report({ meta })]).signedReportFindings).toEqual([]);
  });
});

describe('the person', () => {
  const patient = (changes: object) => ({
    resourceType: 'Patient',
    id: 'p1',
    birthDate: '1960',
    gender: 'female',
    ...changes,
  });
  const birthSex = (valueCode: string) => ({
    extension: [{ url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex', valueCode }],
  });

  it.each([
    ['female', {}, { kind: 'known', value: 'female' }],
    ['other', { gender: 'other' }, { kind: 'absent', reason: 'not-female-or-male' }],
    ['unknown', { gender: 'unknown' }, { kind: 'absent', reason: 'not-female-or-male' }],
    ['absent', { gender: undefined }, { kind: 'absent', reason: 'not-recorded' }],
    ['another than the birth sex', birthSex('M'), { kind: 'absent', reason: 'conflicting' }],
    ['the same as the birth sex', birthSex('F'), { kind: 'known', value: 'female' }],
  ])('of gender %s', (_, changes, sex) => {
    expect(contextOf([patient(changes)]).sex).toEqual(sex);
  });

  it('with a birth year only keeps the year', () => {
    expect(contextOf([patient({})]).birthDate).toEqual({ kind: 'known', value: '1960' });
  });

  it.each([
    [{ value: 154, code: '[lb_av]' }, 69.85],
    [{ value: 70, unit: 'kg' }, 70],
  ])('weighs %o: %d kg', (valueQuantity, kg) => {
    const weight = {
      resourceType: 'Observation',
      status: 'final',
      code: loinc('29463-7'),
      effectiveDateTime: '2026-01-01',
      valueQuantity,
    };
    const { weightKg } = contextOf([weight]);
    expect(weightKg.kind === 'known' && weightKg.value.value).toBeCloseTo(kg, 2);
  });

  it('a weight without a unit is not used', () => {
    const weight = {
      resourceType: 'Observation',
      status: 'final',
      code: loinc('29463-7'),
      effectiveDateTime: '2026-01-01',
      valueQuantity: { value: 150 },
    };
    expect(contextOf([weight]).weightKg).toEqual({ kind: 'absent', reason: 'not-usable' });
  });
});

describe('drafts', () => {
  const draft = (id: string, changes: object) =>
    ({ ...order(changes), id, status: 'draft' }) as unknown as Resource;

  it('are told apart, with what was selected', () => {
    const drafts = [
      draft('a', {}),
      draft('b', { code: loinc('24970-6') }),
      draft('c', { code: { text: 'MRI knee' } }),
    ];
    expect(draftOrdersFrom(drafts, ['ServiceRequest/a'], [])).toEqual([
      { reference: 'ServiceRequest/a', orders: 'central-dxa', selected: true },
      { reference: 'ServiceRequest/b', orders: 'lumbar-radiograph', selected: false },
      { reference: 'ServiceRequest/c', orders: 'other', selected: false },
    ]);
  });
});
