import { orai, osiris, ost } from '../../../src/core/decision/risk-tools.ts';

const inputs = { ageYears: 60, weightKg: 70, oestrogen: false, lowImpactFracture: false };

describe('OST', () => {
  it.each([
    // trunc(0.2 x (kg - years)), towards zero on both sides.
    [70, 60, 2],
    [69.9, 60, 1],
    [75, 60, 3],
    [55, 64, -1],
    [60, 64, 0],
    [50, 75, -5],
  ])('of %d kg and %i years is %i', (weightKg, ageYears, value) => {
    expect(ost({ ...inputs, weightKg, ageYears })).toEqual({ kind: 'score', value });
  });
});

describe('ORAI', () => {
  it.each([
    [54, 70, true, 0],
    [55, 70, true, 5],
    [64, 70, true, 5],
    [65, 70, true, 9],
    [74, 70, true, 9],
    [75, 70, true, 15],
    [54, 69.9, true, 3],
    [54, 60, true, 3],
    [54, 59.9, true, 9],
    [54, 70, false, 2],
    [75, 59, false, 26],
  ])('of %i years, %d kg, oestrogen %s is %i', (ageYears, weightKg, oestrogen, value) => {
    expect(orai({ ...inputs, ageYears, weightKg, oestrogen })).toEqual({ kind: 'score', value });
  });
});

describe('OSIRIS', () => {
  it.each([
    // trunc(kg / 5) - trunc(years / 5) + 2 oestrogen - 2 fracture
    [70, 60, false, false, 2],
    [70, 60, true, false, 4],
    [70, 60, false, true, 0],
    [64.9, 64, false, false, 0],
    [65, 64, false, false, 1],
  ])(
    'of %d kg, %i years, oestrogen %s, fracture %s is %i',
    (weightKg, ageYears, oestrogen, lowImpactFracture, value) => {
      expect(osiris({ ageYears, weightKg, oestrogen, lowImpactFracture })).toEqual({ kind: 'score', value });
    },
  );
});

describe('a tool without an input', () => {
  it('names what is missing and gives no score', () => {
    const none = {
      ageYears: undefined,
      weightKg: undefined,
      oestrogen: undefined,
      lowImpactFracture: undefined,
    };
    expect(ost(none)).toEqual({ kind: 'missing', missing: ['age', 'weight'] });
    expect(orai(none)).toEqual({ kind: 'missing', missing: ['age', 'weight', 'oestrogen'] });
    expect(osiris(none)).toEqual({
      kind: 'missing',
      missing: ['age', 'weight', 'oestrogen', 'prior-fracture'],
    });
    expect(osiris({ ...inputs, lowImpactFracture: undefined })).toEqual({
      kind: 'missing',
      missing: ['prior-fracture'],
    });
  });
});
