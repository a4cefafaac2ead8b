import type { Observation } from '@medplum/fhirtypes';
import { tScoresOf, vertebraeNamed } from '../../../src/fhir/normalise/t-scores.ts';
import { contextOf, loinc } from '../chart.ts';

const observation = (changes: object): Observation =>
  ({
    resourceType: 'Observation',
    status: 'final',
    code: loinc('38267-1'),
    effectiveDateTime: '2025-03-02',
    valueQuantity: { value: -2.6, code: '{T-score}' },
    ...changes,
  }) as Observation;

describe('T-scores', () => {
  it.each([
    ['UCUM {T-score}', { valueQuantity: { value: -2.6, code: '{T-score}' } }],
    ['UCUM {Tscore}', { valueQuantity: { value: -2.6, code: '{Tscore}' } }],
    ['unit 1', { valueQuantity: { value: -2.6, code: '1' } }],
    ['no unit', { valueQuantity: { value: -2.6 } }],
    ['standard deviations', { valueQuantity: { value: -2.6, unit: 'SD' } }],
    ['text', { valueQuantity: undefined, valueString: ' -2.6 ' }],
    ['text with a typographic minus', { valueQuantity: undefined, valueString: '−2.6' }],
  ])('are read as %s', (_, value) => {
    expect(tScoresOf(observation(value))).toMatchObject([{ value: -2.6, region: 'lumbar-spine' }]);
  });

  it.each([
    ['a density in g/cm2', { valueQuantity: { value: 0.8, code: 'g/cm2' } }],
    ['a number beyond 10', { valueQuantity: { value: -26, code: '{T-score}' } }],
    ['words', { valueQuantity: undefined, valueString: 'see report' }],
    ['no date', { effectiveDateTime: undefined }],
    ['an entry in error', { status: 'entered-in-error' }],
    ['a registered result', { status: 'registered' }],
    ['another code', { code: loinc('718-7') }],
  ])('are not read from %s', (_, change) => {
    expect(tScoresOf(observation(change))).toEqual([]);
  });

  it('keep the comparator', () => {
    expect(
      tScoresOf(observation({ valueQuantity: { value: -2.5, comparator: '<', unit: 'T-score' } })),
    ).toMatchObject([{ value: -2.5, comparator: '<' }]);
    expect(tScoresOf(observation({ valueQuantity: undefined, valueString: '<= -4' }))).toMatchObject([
      { value: -4, comparator: '<=' },
    ]);
  });

  it.each([
    ['38264-8', 'Total hip', 'total-hip'],
    ['38264-8', 'Left femoral neck', 'femoral-neck'],
    ['38263-0', "Ward's triangle", 'does-not-answer'],
    ['38263-0', 'Greater trochanter', 'does-not-answer'],
    ['80946-7', undefined, 'hip-part-not-stated'],
    ['38265-5', 'Radius 33%', 'forearm-one-third'],
    ['38265-5', 'Ultradistal radius', 'does-not-answer'],
    ['38266-3', undefined, 'does-not-answer'],
  ])('of %s at "%s" are of the region %s', (code, text, region) => {
    const bodySite = text === undefined ? undefined : { text };
    expect(tScoresOf(observation({ code: loinc(code), bodySite }))).toMatchObject([{ region }]);
  });

  it('are read from the components of a panel', () => {
    const panel = observation({
      code: loinc('83311-1'),
      valueQuantity: undefined,
      component: [
        { code: loinc('38267-1'), valueQuantity: { value: -1.2 } },
        { code: loinc('38264-8'), valueQuantity: { value: -2.0 } },
      ],
    });
    expect(tScoresOf(panel).map(({ value }) => value)).toEqual([-1.2, -2.0]);
  });

  it('of an old Z-score code or an AI "DXA-equivalent" never appear', () => {
    expect(tScoresOf(observation({ code: loinc('85394-5') }))).toEqual([]);
    const context = contextOf([observation({ code: loinc('104938-6') })]);
    expect([context.tScores, context.dxaStudies]).toEqual([[], []]);
  });
});

describe('vertebrae', () => {
  it.each([
    ['lumbar spine l1-l4', 4],
    ['l1-4', 4],
    ['L1 – L4', 4],
    ['l2 to l4', 3],
    ['l1, l2 and l4', 3],
    ['l3', 1],
    ['first lumbar vertebra', 1],
    ['lumbar spine', undefined],
  ])('named in "%s": %s', (words, count) => {
    expect(vertebraeNamed(words)).toBe(count);
  });
});
