import { dxaPositiveValidated } from '../../../src/core/go-live/local-validation.ts';
import type { GoLiveRecord, ModelSet } from '../../../src/core/go-live/records.ts';

const models: ModelSet = { versions: { ap: 'ap-1', lateral: 'lateral-1' }, precision: 'fp32' };
const asOf = new Date('2026-06-15T00:00:00Z');
const figures = { people: 500, withOsteoporosis: 100, sensitivityLower: 0.75, ppvLower: 0.3 };

const report = (on: string, men: number | undefined, of: ModelSet = models): GoLiveRecord => ({
  kind: 'validation-report',
  tenantId: 'site',
  at: new Date(on),
  by: 'quality',
  reportDigest: on,
  models: of,
  figures: men === undefined ? figures : { ...figures, dxaPositive: { women: 70, men } },
  words: { validity: '', fairness: '' },
  resultsAt: new Date(on),
});

test.each<[string, readonly GoLiveRecord[], number]>([
  ['no report', [], 0],
  ['one report', [report('2026-01-01', 30)], 30],
  ['two reports, of which the newer speaks', [report('2026-02-01', 12), report('2026-01-01', 30)], 12],
  ['a report of another model', [report('2026-01-01', 30, { ...models, versions: { ap: 'ap-2' } })], 0],
  ['a report of another precision', [report('2026-01-01', 30, { ...models, precision: 'int8' })], 0],
  ['a report of tomorrow', [report('2026-06-16', 30)], 0],
  ['a report from before men were counted', [report('2026-01-01', undefined)], 0],
])('DXA-positive men validated with %s', (_, history, men) => {
  expect(dxaPositiveValidated(history, models, asOf).men).toBe(men);
});
