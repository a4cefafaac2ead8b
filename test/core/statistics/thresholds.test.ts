import { rocCurve } from '../../../src/core/statistics/roc-curve.ts';
import { cutAtSensitivity, cutAtSpecificity, youdenCut } from '../../../src/core/statistics/thresholds.ts';
import { tabulate } from '../../../src/core/statistics/two-by-two.ts';

/** Positives 9, 7, 4, 2; negatives 6, 4, 3, 1, 0. */
const cases = [
  ...[9, 7, 4, 2].map((score) => ({ score, positive: true })),
  ...[6, 4, 3, 1, 0].map((score) => ({ score, positive: false })),
];

test('a tie moves the curve in both directions at once', () => {
  const at4 = rocCurve(cases).find((p) => p.cut === 4);
  expect(at4).toEqual({ cut: 4, sensitivity: 0.75, specificity: 0.6 });
});

test('the table of a cut flags scores at or above it', () => {
  expect(tabulate(cases, 4)).toEqual({
    truePositives: 3,
    falseNegatives: 1,
    falsePositives: 2,
    trueNegatives: 3,
  });
});

test("Youden's cut is 7: 0.5 + 1 - 1 beats 0.75 + 0.6 - 1 and 1 + 0.4 - 1", () => {
  expect(youdenCut(cases)).toEqual({ cut: 7, sensitivity: 0.5, specificity: 1 });
});

test('of equal Youden gains the more sensitive cut is taken', () => {
  // cut 3: 1/2 + 1 - 1 = 0.5; cut 1: 1 + 1/2 - 1 = 0.5
  const equal = [
    { score: 3, positive: true },
    { score: 2, positive: false },
    { score: 1, positive: true },
    { score: 0, positive: false },
  ];
  expect(youdenCut(equal).cut).toBe(1);
});

test('a fixed sensitivity takes the highest cut that reaches it', () => {
  expect(cutAtSensitivity(cases, 0.75)).toMatchObject({ cut: 4 });
  expect(cutAtSensitivity(cases, 0.8)).toMatchObject({ cut: 2, sensitivity: 1, specificity: 0.4 });
});

test('a fixed specificity takes the lowest cut that keeps it', () => {
  expect(cutAtSpecificity(cases, 0.8)).toMatchObject({ cut: 6, sensitivity: 0.5 });
  const negativeOnTop = [
    { score: 2, positive: false },
    { score: 1, positive: true },
  ];
  expect(cutAtSpecificity(negativeOnTop, 0.5)).toMatchObject({ kind: 'not-estimable' });
});
