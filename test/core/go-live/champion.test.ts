import { challengerName, championOf } from '../../../src/core/go-live/champion.ts';
import type { GoLiveRecord, ModelSet } from '../../../src/core/go-live/records.ts';

const configured: ModelSet = { versions: { ap: 'ap-1', lateral: 'lateral-1' }, precision: 'fp32' };
const challenger: ModelSet = { versions: { ap: 'ap-2', lateral: 'lateral-1' }, precision: 'fp32' };
const promoted = (models: ModelSet, on: string): GoLiveRecord => ({
  kind: 'promoted',
  models,
  reason: 'r',
  tenantId: 'site',
  at: new Date(on),
  by: 'q',
});

test.each<[string, readonly GoLiveRecord[], 'configured' | 'challenger']>([
  ['nothing was promoted', [], 'configured'],
  ['the challenger was promoted', [promoted(challenger, '2026-01-01')], 'challenger'],
  [
    'the challenger was promoted and turned back',
    [promoted(configured, '2026-02-01'), promoted(challenger, '2026-01-01')],
    'configured',
  ],
  [
    'another version was promoted than the one in the folder now',
    [promoted({ ...challenger, versions: { ap: 'ap-3' } }, '2026-01-01')],
    'configured',
  ],
  [
    'another arithmetic of it was promoted',
    [promoted({ ...challenger, precision: 'int8' }, '2026-01-01')],
    'configured',
  ],
])('when %s the champion is the one that it must be', (_, records, expected) => {
  expect(championOf(configured, challenger, records)).toBe(expected);
});

test('readings of one model set are never counted as those of another', () => {
  const names = [configured, challenger, { ...configured, precision: 'int8' as const }].map(challengerName);
  expect(new Set(names).size).toBe(3);
});
