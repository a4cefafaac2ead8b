import fc from 'fast-check';
import {
  compareModels,
  type ModelReading,
  type PairedReading,
} from '../../../src/core/monitoring/model-comparison.ts';

const reading = (margin: number | undefined): ModelReading =>
  margin === undefined
    ? { outcome: 'unavailable', margin }
    : { outcome: margin >= 0 ? 'flagged' : 'not-flagged', margin };
const pair = (champion: number | undefined, challenger: number | undefined, osteoporosis?: boolean) => ({
  champion: reading(champion),
  challenger: reading(challenger),
  osteoporosis,
});

/** Champion AUC: positives 1, -1 against negatives 0, -2: 3 of 4 pairs. Challenger: 2, 1 against -1, -2: 4 of 4. */
const four: readonly PairedReading[] = [
  pair(1, 2, true),
  pair(-1, 1, true),
  pair(0, -1, false),
  pair(-2, -2, false),
];

test('AUC difference, changed decisions and PPV of each are those of the table', () => {
  const compared = compareModels([...four, pair(3, undefined), pair(-1, 1)]);
  expect(compared).toMatchObject({ people: 6, withDxa: 4, changed: 4 });
  expect(compared.decisions).toEqual({
    'flagged > flagged': 1,
    'not-flagged > flagged': 2,
    'flagged > not-flagged': 1,
    'not-flagged > not-flagged': 1,
    'flagged > unavailable': 1,
  });
  expect(compared.aucDifference).toMatchObject({ difference: 0.25 });
  // champion flags 1, 0 (with DXA) and 3 (without): one of two has osteoporosis
  expect(compared.champion).toMatchObject({ flagged: 3, withDxa: 2, withOsteoporosis: 1 });
  expect(compared.challenger).toMatchObject({ flagged: 3, withDxa: 2, withOsteoporosis: 2 });
  expect(compared.flaggedByChallengerAlone).toMatchObject({ flagged: 2, withDxa: 1, withOsteoporosis: 1 });
  expect(compared.flaggedByChampionAlone).toMatchObject({ flagged: 2, withDxa: 1, withOsteoporosis: 0 });
});

test('without a DXA nothing is said of accuracy, and decisions are told all the same', () => {
  const compared = compareModels([pair(1, -1), pair(1, 1)]);
  expect(compared.aucDifference.kind).toBe('not-estimable');
  expect(compared.champion.ppv.kind).toBe('not-estimable');
  expect(compared.changed).toBe(1);
});

test('a model against itself: nothing changed and no difference', () => {
  const people = fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.boolean()), { minLength: 4 });
  fc.assert(
    fc.property(people, (drawn) => {
      const compared = compareModels(drawn.map(([margin, positive]) => pair(margin, margin, positive)));
      expect(compared.changed).toBe(0);
      if (compared.aucDifference.kind === 'estimated') expect(compared.aucDifference.difference).toBe(0);
      expect(compared.flaggedByChallengerAlone.flagged).toBe(0);
    }),
  );
});
