import fc from 'fast-check';
import {
  alikeKey,
  fewestAlike,
  PeopleAlike,
  type QuasiIdentity,
} from '../../../src/core/population/rare-people.ts';

const woman: QuasiIdentity = {
  ageGroup: '65-69',
  coarseAgeGroup: '65-79',
  sex: 'female',
  race: 'White',
  ethnicity: 'Not Hispanic or Latino',
  zip3: '941',
};

function releasing(people: readonly (readonly [QuasiIdentity, number])[]) {
  const alike = new PeopleAlike();
  for (const [identity, many] of people) for (let i = 0; i < many; i++) alike.add(identity);
  return alike.release();
}

test('eleven who are alike leave as they are', () => {
  const { coarseAgeGroup: _coarse, ...values } = woman;
  expect(releasing([[woman, 11]])(woman)).toEqual({ level: 0, values });
});

test('ten are too few, and are withheld when nothing makes them more', () => {
  expect(releasing([[woman, 10]])(woman)).toBeUndefined();
});

test('two places of six become twelve without a place', () => {
  const elsewhere = { ...woman, zip3: '606' };
  const release = releasing([
    [woman, 6],
    [elsewhere, 6],
  ]);
  expect(release(woman)).toMatchObject({ level: 1, values: { zip3: 'withheld', race: 'White' } });
  expect(release(elsewhere)).toEqual(release(woman));
});

test('a common place does not hide a rare one: the rare six are withheld, not counted with the common eleven', () => {
  const rare = { ...woman, zip3: '606' };
  const release = releasing([
    [woman, 11],
    [rare, 6],
  ]);
  expect(release(woman)?.level).toBe(0);
  expect(release(rare)).toBeUndefined();
});

test('race goes before age: a few of each race and age share the wide age group', () => {
  const older = { ...woman, ageGroup: '70-74', race: 'Asian' };
  const release = releasing([
    [woman, 6],
    [older, 6],
  ]);
  expect(release(older)).toEqual({
    level: 3,
    values: { ageGroup: '65-79', sex: 'female', race: 'withheld', ethnicity: 'withheld', zip3: 'withheld' },
  });
});

test('whatever the population, every combination that leaves is shared by at least eleven', () => {
  const identity = fc.record({
    ageGroup: fc.constantFrom('65-69', '70-74'),
    coarseAgeGroup: fc.constant('65-79'),
    sex: fc.constantFrom('female', 'male'),
    race: fc.constantFrom('White', 'Asian'),
    ethnicity: fc.constantFrom('Hispanic or Latino', 'Not Hispanic or Latino'),
    zip3: fc.constantFrom('941', '606', '000'),
  });
  const population = fc.array(fc.tuple(identity, fc.integer({ min: 1, max: 30 })), { maxLength: 40 });
  fc.assert(
    fc.property(population, (people) => {
      const release = releasing(people);
      const alike = new Map<string, number>();
      for (const [one, many] of people) {
        const values = release(one)?.values;
        if (values !== undefined) alike.set(alikeKey(values), (alike.get(alikeKey(values)) ?? 0) + many);
      }
      return [...alike.values()].every((many) => many >= fewestAlike);
    }),
    { seed: 8 },
  );
});
