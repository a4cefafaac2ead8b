import type { Database } from '../../../src/adapters/store/database.ts';
import { openGoLiveRecords } from '../../../src/adapters/store/go-live-store.ts';
import type { GoLiveRecord } from '../../../src/core/go-live/records.ts';

/** The same claims for PGlite and PostgreSQL. */
export function claimGoLiveRecords(database: () => Database): void {
  it('go-live records come back as they were appended, in order, by tenant', async () => {
    const records = openGoLiveRecords(database());
    const at = new Date('2026-03-01T10:00:00.000Z');
    const kept: GoLiveRecord[] = [
      {
        kind: 'validation-report',
        tenantId: 'site',
        at,
        by: 'quality',
        reportDigest: 'd',
        models: { versions: { ap: 'a' }, precision: 'fp32' },
        figures: { people: 10, withOsteoporosis: 3, sensitivityLower: 0.5, ppvLower: undefined },
        words: { validity: 'v', fairness: 'f' },
        resultsAt: new Date('2026-02-28T09:00:00.000Z'),
      },
      { kind: 'sign-off', tenantId: 'site', at, by: 'dr-a', role: 'clinical-owner', reportDigest: 'd' },
      { kind: 'silenced', tenantId: 'site', at, by: 'monitoring', reason: 'PPV' },
    ];
    for (const record of kept) await records.append(record);
    await records.append({ kind: 'silenced', tenantId: 'other', at, by: 'x', reason: 'y' });
    expect(await records.of('site')).toEqual(kept);
    expect(await records.of('nowhere')).toEqual([]);
  });
}
