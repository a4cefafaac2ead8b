import { join } from 'node:path';
import { loadModelSet } from '../../src/adapters/model-registry.ts';
import { openModelCards } from '../../src/compose/model-cards.ts';
import type { GoLiveRecord } from '../../src/core/go-live/records.ts';

test('a card has the validations of the tenants that are asked for, of no other, and names none', async () => {
  const models = await loadModelSet(join(import.meta.dirname, '../../models'));
  const report = (tenantId: string): GoLiveRecord => ({
    kind: 'validation-report',
    tenantId,
    at: new Date('2026-03-02'),
    by: 'quality',
    reportDigest: 'd'.repeat(64),
    models: { versions: { ap: models.score.ap.version }, precision: 'fp32' },
    figures: { people: 240, withOsteoporosis: 80, sensitivityLower: 0.64, ppvLower: 0.5 },
    words: { validity: `${tenantId === 'north' ? 240 : 120} people`, fairness: 'compared' },
    resultsAt: new Date('2026-03-01'),
  });
  const records = { append: () => Promise.resolve(), of: (id: string) => Promise.resolve([report(id)]) };
  const cards = await openModelCards([models], records);
  const localOf = async (tenantIds: readonly string[]) =>
    (await cards(tenantIds))
      .find(({ version }) => version === models.score.ap.version)
      ?.attributes.find(({ key }) => key === 'validityLocal')?.value;
  const both = await localOf(['north', 'south']);
  expect(both).toMatch(/^site 1 of 2: 2026-03-01, 240 people .*; site 2 of 2: 2026-03-01, 120 people /);
  expect(both).not.toMatch(/north|south/);
  expect(await localOf(['south'])).toMatch(/^2026-03-01, 120 people /);
  expect(await localOf([])).toBe('not available');
});
