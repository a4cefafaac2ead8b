import fc from 'fast-check';
import { auc, compareAucs } from '../../../src/core/statistics/auc.ts';
import type { ScoredCase } from '../../../src/core/statistics/two-by-two.ts';
import { estimated } from './estimated.ts';

const cases = (positives: number[], negatives: number[]): ScoredCase[] => [
  ...positives.map((score) => ({ score, positive: true })),
  ...negatives.map((score) => ({ score, positive: false })),
];

const scored = fc
  .tuple(
    fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 2, maxLength: 30 }),
    fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 2, maxLength: 30 }),
  )
  .map(([positives, negatives]) => cases(positives, negatives));

function value(list: readonly ScoredCase[]) {
  const result = auc(list);
  if (result.kind === 'not-estimable') throw new Error(result.reason);
  return result;
}

test('AUC and DeLong variance of four cases by hand', () => {
  // Pairs 3>1, 3>2, 2>1 and the tie 2=2: 3.5 of 4. Components of the positives 1 and 0.75, of the negatives 1 and
  // 0.75; each sample variance 0.03125; 0.03125 / 2 + 0.03125 / 2.
  const result = value(cases([3, 2], [1, 2]));
  expect(result.value).toBeCloseTo(0.875, 14);
  expect(result.variance).toBeCloseTo(0.03125, 14);
  // logit scale: half width 1.959964 * sqrt(0.03125) / (0.875 * 0.125) = 3.167780; ln 7 -+ that
  expect(estimated(result.interval).lower).toBeCloseTo(1 / (1 + Math.exp(-(Math.log(7) - 3.16778))), 6);
});

test('the midrank form equals counting every pair', () => {
  fc.assert(
    fc.property(scored, (list) => {
      const [p, n] = [list.filter((c) => c.positive), list.filter((c) => !c.positive)];
      let won = 0;
      for (const a of p) for (const b of n) won += a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0;
      expect(value(list).value).toBeCloseTo(won / (p.length * n.length), 12);
    }),
  );
});

test('AUC and its variance do not change under a rising map of the scores', () => {
  fc.assert(
    fc.property(scored, (list) => {
      const mapped = list.map((c) => ({ ...c, score: Math.exp(c.score / 10) * 7 - 3 }));
      expect(value(mapped).value).toBeCloseTo(value(list).value, 12);
      expect(value(mapped).variance).toBeCloseTo(value(list).variance, 12);
    }),
  );
});

test('swapping the labels gives one minus the AUC with the same variance', () => {
  fc.assert(
    fc.property(scored, (list) => {
      const swapped = value(list.map((c) => ({ ...c, positive: !c.positive })));
      expect(swapped.value).toBeCloseTo(1 - value(list).value, 12);
      expect(swapped.variance).toBeCloseTo(value(list).variance, 12);
    }),
  );
});

test('complete separation has an AUC of 1 and no interval', () => {
  const result = value(cases([5, 6], [1, 2]));
  expect(result.value).toBe(1);
  expect(result.interval.kind).toBe('not-estimable');
});

test('one case of a class is too few', () => {
  expect(auc(cases([1], [0, 2])).kind).toBe('not-estimable');
});

test('paired DeLong by hand', () => {
  // First as above: components (1, 0.75 | 1, 0.75). Second, positives 1, 2 against negatives 1, 2: 0.5 + 0 + 1 + 0.5 =
  // 2 of 4; components (0.25, 0.75 | 0.75, 0.25). Differences (0.75, 0 | 0.25, 0.5): variances 0.28125 and 0.03125;
  // 0.28125 / 2 + 0.03125 / 2 = 0.15625.
  const result = compareAucs(cases([3, 2], [1, 2]), cases([1, 2], [1, 2]));
  if (result.kind === 'not-estimable') throw new Error(result.reason);
  expect(result.difference).toBeCloseTo(0.375, 14);
  expect(result.upper - result.difference).toBeCloseTo(1.959964 * Math.sqrt(0.15625), 5);
  expect(result.p).toBeCloseTo(0.3428, 4); // z = 0.375 / 0.395285 = 0.948683
});

test('a test does not differ from itself, and the comparison is antisymmetric', () => {
  fc.assert(
    fc.property(scored, fc.infiniteStream(fc.integer({ min: -9, max: 9 })), (list, noise) => {
      const other = list.map((c) => ({ ...c, score: noise.next().value as number }));
      const same = compareAucs(list, list);
      const forward = compareAucs(list, other);
      const back = compareAucs(other, list);
      if (same.kind !== 'estimated' || forward.kind !== 'estimated' || back.kind !== 'estimated')
        throw new Error('not estimable');
      expect([same.difference, same.p]).toEqual([0, 1]);
      expect(forward.difference).toBeCloseTo(-back.difference, 12);
      expect(forward.p).toBeCloseTo(back.p, 10);
    }),
  );
});

test('scores of different people cannot be paired', () => {
  expect(() => compareAucs(cases([1, 2], [3]), cases([1], [2, 3]))).toThrow('same cases');
});
