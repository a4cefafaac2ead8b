import { reportSite } from '../../../src/core/validation/site-report.ts';
import { hasCondition } from '../../../src/core/validation/target.ts';
import { estimated } from '../statistics/estimated.ts';
import { pairingOf, people, rules, setting } from './simulated-site.ts';

/** TP 30, FN 10, FP 20, TN 60. */
const table = [
  ...people(30, 1, true),
  ...people(10, 0, true),
  ...people(20, 1, false),
  ...people(60, 0, false),
];
const report = () => reportSite(pairingOf(table), rules, setting);
const scoreOf = (score: string, target: string, of = report()) => {
  const found = of.scores.find((s) => s.score === score && s.target === target);
  if (found?.accuracy.kind !== 'estimated') throw new Error('no accuracy');
  return { ...found, accuracy: found.accuracy };
};

test('the films together give the table of the flagging cut', () => {
  const { accuracy } = scoreOf('together', 'any-site');
  expect(accuracy.table).toEqual({
    truePositives: 30,
    falseNegatives: 10,
    falsePositives: 20,
    trueNegatives: 60,
  });
  expect(estimated(accuracy.sensitivity.wilson).value).toBe(0.75);
  expect(estimated(accuracy.ppv).value).toBe(0.6);
  // ties: (30 * 60 + (30 * 20 + 10 * 60) / 2) / (40 * 80) = 2400 / 3200
  expect(accuracy.auc.kind === 'estimated' && accuracy.auc.value).toBeCloseTo(0.75, 12);
});

test('a view that nobody has is said to be missing', () => {
  const lateral = report().scores.find((s) => s.score === 'lateral')!;
  expect(lateral.accuracy).toMatchObject({ kind: 'not-estimable' });
});

test('osteoporosis at the hip alone counts for any site and not for the spine', () => {
  const [person] = people(1, 1, false, { spineTScore: -2.4, hipTScore: -2.5 });
  expect([hasCondition('any-site', person!), hasCondition('spine', person!)]).toEqual([true, false]);
  expect(hasCondition('spine', { ...person!, spineTScore: undefined })).toBeUndefined();
});

test('people with osteoporosis are counted by sex; who has none recorded counts in neither', () => {
  const cases = [
    ...people(3, 1, true, { sex: 'male' }),
    ...people(5, 1, true, { sex: 'female' }),
    ...people(2, 1, true, { sex: undefined }),
    ...people(9, 0, false, { sex: 'male' }),
  ];
  expect(reportSite(pairingOf(cases), rules, setting).dxaPositive).toEqual({ women: 5, men: 3 });
});

test('wide intervals say how many people are needed, narrow ones do not', () => {
  // Wilson of 30 / 40 is about +- 13 points
  expect(scoreOf('together', 'any-site').neededForSensitivityAndSpecificity!.people).toBeGreaterThan(120);
  const many = Array.from({ length: 20 }, () => table).flat();
  const large = reportSite(pairingOf(many), rules, setting);
  expect(scoreOf('together', 'any-site', large).neededForSensitivityAndSpecificity).toBeUndefined();
});

test('from flagged people alone only PPV is reported', () => {
  const flagged = reportSite(pairingOf(table), rules, { ...setting, verification: 'flagged-only' });
  const { accuracy, subgroups } = scoreOf('together', 'any-site', flagged);
  expect(estimated(accuracy.ppv).value).toBe(0.6);
  for (const figure of [accuracy.sensitivity.wilson, accuracy.specificity.exact, accuracy.auc, accuracy.npv])
    expect(figure.kind).toBe('not-estimable');
  expect(subgroups).toEqual([]);
  expect(flagged.shippedCalibration.kind).toBe('not-estimable');
  expect(flagged.siteFit.ap.kind).toBe('not-estimable');
});

test("the site's own update has the terms of the variant and cross-validated figures", () => {
  const { ap, both } = reportSite(pairingOf([...table, ...table]), rules, setting).siteFit;
  if (ap.kind === 'not-estimable') throw new Error(ap.reason);
  expect(ap.terms).toEqual(['intercept', 'scoreAp', 'age', 'ageSquared', 'male']);
  expect(ap.people).toBe(240);
  // log odds ratio of the table, ln(30 * 60 / (10 * 20)) = 2.197, adjusted for unrelated age and sex
  expect(ap.coefficients[1]).toBeGreaterThan(1.9);
  expect(ap.coefficients[1]).toBeLessThan(2.6);
  expect(ap.crossValidated.auc.kind).toBe('estimated');
  expect(both).toMatchObject({ kind: 'not-estimable' });
});

test('too few events for the terms give no fit, with the count', () => {
  const { ap } = reportSite(pairingOf(table.slice(5)), rules, setting).siteFit;
  // 35 with the condition, four terms beside the intercept
  expect(ap).toEqual({
    kind: 'not-estimable',
    reason: 'needs at least 40 people with and without the condition; the rarer group has 35',
  });
});

test('a site of one sex is fitted without the term for men', () => {
  const women = [...table, ...table].map((c) => ({ ...c, sex: 'female' as const }));
  const { ap } = reportSite(pairingOf(women), rules, setting).siteFit;
  expect(ap.kind === 'fitted' && ap.terms).toEqual(['intercept', 'scoreAp', 'age', 'ageSquared']);
});

test('subgroups carry their n, small ones are counted and not analysed', () => {
  const few = people(9, 1, true, { manufacturer: 'B' });
  const { subgroups } = scoreOf(
    'together',
    'any-site',
    reportSite(pairingOf([...table, ...few]), rules, setting),
  );
  const makers = subgroups.find((s) => s.attribute === 'manufacturer')!;
  expect(makers.groups.map((g) => [g.name, g.people, g.accuracy === undefined])).toEqual([
    ['A', 120, false],
    ['B', 9, true],
  ]);
});

test('a fairness gap is the difference of the extreme groups with Newcombe limits', () => {
  const men = [...people(20, 1, true, { sex: 'male' }), ...people(20, 0, true, { sex: 'male' })];
  const women = [...people(30, 1, true, { sex: 'female' }), ...people(10, 0, true, { sex: 'female' })];
  const healthy = people(60, 0, false, { sex: 'female' });
  const made = reportSite(pairingOf([...men, ...women, ...healthy]), rules, setting);
  const [gap] = scoreOf('together', 'any-site', made).subgroups.find((s) => s.attribute === 'sex')!.gaps;
  expect(gap).toMatchObject({ measure: 'sensitivity', highest: 'female', lowest: 'male' });
  // 30/40 - 20/40; Wilson 0.5981 to 0.8581 and 0.3520 to 0.6480:
  // 0.25 - hypot(0.1519, 0.1480), 0.25 + hypot(0.1081, 0.1480)
  const { value, lower, upper } = estimated(gap!.difference);
  expect(value).toBeCloseTo(0.25, 12);
  expect(lower).toBeCloseTo(0.0379, 3);
  expect(upper).toBeCloseTo(0.4333, 3);
});

test.each([
  ['nine pairs', [...people(5, 1, true), ...people(4, 0, false)], /only 9 films .* at least 10/],
  ['nobody with osteoporosis', people(12, 1, false), /all 12 paired people are without/],
  ['nobody without osteoporosis', people(12, 1, true), /all 12 paired people are with osteoporosis/],
])('%s are refused with a clear message', (_, cases, message) => {
  expect(() => reportSite(pairingOf(cases), rules, setting)).toThrow(message);
});
