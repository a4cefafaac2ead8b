import { withShareIntervals } from '../../../src/core/population/share-intervals.ts';

test('a share gets its 95 % Wilson limits in percent', () => {
  // 8 of 10: Newcombe 1998 gives 0.490 to 0.943 for the score interval.
  expect(withShareIntervals({ confirmed: 8, dxa_with_t_score: 10, ppv_percent: 80 })).toEqual({
    confirmed: 8,
    dxa_with_t_score: 10,
    ppv_percent: 80,
    ppv_percent_lower: 49,
    ppv_percent_upper: 94.3,
  });
});

test('nobody counted gives no limits, and a row without a share stays as it is', () => {
  expect(withShareIntervals({ numerator: 0, denominator: 0, percent: null })).toMatchObject({
    percent_lower: null,
    percent_upper: null,
  });
  expect(withShareIntervals({ step: 'eligible', patients: 3 })).toEqual({ step: 'eligible', patients: 3 });
});
