import { localValidationOf } from '../../../src/core/go-live/local-validation.ts';
import type { GoLiveRecord } from '../../../src/core/go-live/records.ts';
import { measuredIn, wordsOf } from '../../../src/core/go-live/report-figures.ts';
import { modelCardOf } from '../../../src/core/model-card/model-card.ts';
import { SOURCE_ATTRIBUTES } from '../../../src/core/model-card/source-attributes.ts';
import { reportSite } from '../../../src/core/validation/site-report.ts';
import { pairingOf, people, rules, setting } from '../validation/simulated-site.ts';
import { evaluation, source } from './card-source.ts';

const valueOf = (card: ReturnType<typeof modelCardOf>, key: string) =>
  card.attributes.find((a) => a.key === key)?.value;

test('there are 31 source attributes, local validity is the 27th and local fairness the 29th', () => {
  expect(SOURCE_ATTRIBUTES).toHaveLength(31);
  expect(SOURCE_ATTRIBUTES[26][0]).toBe('validityLocal');
  expect(SOURCE_ATTRIBUTES[28][0]).toBe('fairnessLocal');
  expect(new Set(SOURCE_ATTRIBUTES.map(([key]) => key)).size).toBe(31);
});

test('an attribute without data says "not available"', () => {
  const card = modelCardOf({ ...source, attributes: { funding: '  ' } }, []);
  expect(valueOf(card, 'funding')).toBe('not available');
  expect(valueOf(card, 'outcomeEvaluations')).toBe('not available');
});

test("local attributes come from the site's own validation of this version", () => {
  const cases = [
    ...people(60, 1, true),
    ...people(20, 0, true),
    ...people(40, 1, false),
    ...people(120, 0, false),
  ];
  const report = reportSite(pairingOf(cases), rules, setting);
  const record: GoLiveRecord = {
    kind: 'validation-report',
    tenantId: 'site-a',
    at: new Date('2026-03-02'),
    by: 'q',
    reportDigest: 'd'.repeat(64),
    models: { versions: { ap: source.version }, precision: 'fp32' },
    figures: { people: 240, withOsteoporosis: 80, sensitivityLower: 0.64, ppvLower: 0.5 },
    words: wordsOf(report),
    measured: measuredIn(report),
    resultsAt: new Date('2026-03-01'),
  };
  const local = localValidationOf([record], source.version)!;
  const card = modelCardOf(source, [local]);
  expect(valueOf(card, 'validityLocal')).toMatch(
    /^2026-03-01, 240 people, 80 with osteoporosis by DXA: AUC 0\.75 \(0\.\d\d to 0\.\d\d\), sensitivity 0\.75/,
  );
  expect(valueOf(card, 'fairnessLocal')).toMatch(/sex, sensitivity, \w+ minus \w+: /);
  expect(localValidationOf([record], 'of another version')).toBeUndefined();

  const figures = local.figures!;
  expect(figures).toContainEqual(
    expect.objectContaining({ label: 'sensitivity, films together', value: 0.75 }),
  );
  expect(figures.map(({ label }) => label)).toContain('specificity, sex female');
  for (const { value, lower, upper } of figures)
    expect([lower <= value, value <= upper]).toEqual([true, true]);
  const { measured: _, ...before } = record;
  expect(localValidationOf([before], source.version)?.figures).toBeUndefined();
});

test('figures of an evaluation of other weights do not enter the card', () => {
  const other = { ...evaluation, fileSha256: '0'.repeat(64) };
  expect(modelCardOf({ ...source, evaluation: other }, []).usefulness).toEqual([]);
  expect(modelCardOf(source, []).usefulness[0]).toMatchObject({ label: 'AUC, simulated test set' });
});
