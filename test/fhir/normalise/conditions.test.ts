import { contextOf, icd, snomed } from '../chart.ts';

const condition = (code: object, changes: object = {}) => ({
  resourceType: 'Condition',
  code,
  clinicalStatus: { coding: [{ code: 'active' }] },
  onsetDateTime: '2024-06-01',
  ...changes,
});

describe('conditions', () => {
  it.each([['M81.0'], ['M810'], ['m81.0'], ['M80.051A'], ['M80.88XD']])(
    'ICD-10-CM %s is osteoporosis, with and without the dot',
    (code) => {
      expect(contextOf([condition(icd(code))]).osteoporosisDiagnoses).toHaveLength(1);
    },
  );

  it.each([['M81.6'], ['M85.80'], ['Z82.62'], ['Z13.820']])(
    '%s (localised, osteopenia, family history, screening) is not',
    (code) => {
      expect(contextOf([condition(icd(code))]).osteoporosisDiagnoses).toEqual([]);
    },
  );

  it.each(['refuted', 'entered-in-error', 'differential'])('that are %s never count', (status) => {
    const verificationStatus = { coding: [{ code: status }] };
    const context = contextOf([
      condition(snomed('64859006'), { verificationStatus }),
      condition(icd('S72.001A'), { verificationStatus }),
    ]);
    expect([context.osteoporosisDiagnoses, context.fractures]).toEqual([[], []]);
  });

  it("a relative's never count", () => {
    const relative = { resourceType: 'FamilyMemberHistory', condition: [{ code: snomed('64859006') }] };
    expect(contextOf([relative]).osteoporosisDiagnoses).toEqual([]);
  });

  it.each([
    ['S72.011A', 'hip', 'not-stated'],
    ['M80.051A', 'hip', 'low-trauma'],
    ['M80.08XA', 'vertebra', 'low-trauma'],
    ['M48.56XA', 'vertebra', 'not-stated'],
    ['S32010A', 'vertebra', 'not-stated'],
    ['S52.501A', 'forearm', 'not-stated'],
    ['Z87.310', 'site-unknown', 'low-trauma'],
    ['M84.552A', 'site-unknown', 'pathological'],
  ])('%s is a fracture of the %s, %s', (code, site, character) => {
    expect(contextOf([condition(icd(code))]).fractures).toMatchObject([{ site, character }]);
  });

  it('a vertebral fracture beside myeloma is pathological', () => {
    const context = contextOf([condition(icd('M48.56XA')), condition(icd('C90.00'))]);
    expect(context.fractures).toMatchObject([{ character: 'pathological' }]);
  });

  it('a hip fracture of the same encounter as a car accident is of high energy; of another it is not', () => {
    const fracture = condition(icd('S72.001A'), { encounter: { reference: 'Encounter/1' } });
    const cause = (encounter: string) =>
      condition(icd('V43.52XA'), { encounter: { reference: encounter }, onsetDateTime: '2020-01-01' });
    expect(contextOf([fracture, cause('Encounter/1')]).fractures).toMatchObject([
      { character: 'high-energy' },
    ]);
    expect(contextOf([fracture, cause('Encounter/2')]).fractures).toMatchObject([
      { character: 'not-stated' },
    ]);
  });

  it.each([
    ['Z98.1', 'Arthrodesis status', 1],
    ['Z98.1', 'Arthrodesis status, ankle', 0],
    ['M43.26', 'Fusion of spine, lumbar region', 1],
    ['M43.22', 'Fusion of spine, cervical region', 0],
  ])('%s "%s" makes the lumbar spine unmeasurable: %i', (code, text, count) => {
    const context = contextOf([condition({ ...icd(code), text })]);
    expect(context.lumbarHardwareOrFusion).toHaveLength(count);
  });
});

describe('care limits', () => {
  it.each([
    ['active palliative care', icd('Z51.5'), {}, 1],
    ['ended palliative care', icd('Z51.5'), { clinicalStatus: { coding: [{ code: 'resolved' }] } }, 0],
    ['pregnancy of three months', icd('Z34.01'), { onsetDateTime: '2026-02-20' }, 1],
    ['pregnancy left "active" since 2009', icd('Z34.01'), { onsetDateTime: '2009-02-20' }, 0],
    [
      'hospice without status, last month',
      snomed('385763009'),
      { clinicalStatus: undefined, onsetDateTime: '2026-04-02' },
      1,
    ],
  ])('%s', (_, code, changes, count) => {
    expect(contextOf([condition(code, changes)]).careLimits).toHaveLength(count);
  });
});

describe('menopause', () => {
  it('keeps the day of "premenopausal", so that an old one is not taken for today', () => {
    expect(contextOf([condition(snomed('22636003'), { onsetDateTime: '2012' })]).menopause).toMatchObject({
      value: { state: 'premenopausal', recordedOn: '2012' },
    });
  });

  it('contradictory when "premenopausal" follows "postmenopausal"', () => {
    const context = contextOf([
      condition(snomed('76498008'), { onsetDateTime: '2020-01-01' }),
      condition(snomed('22636003'), { onsetDateTime: '2024-01-01' }),
    ]);
    expect(context.menopause).toEqual({ kind: 'absent', reason: 'conflicting' });
  });
});
