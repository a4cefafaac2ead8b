import { openCardSwitch, REFRESH_EVERY_MS } from '../../../src/adapters/store/card-switch-store.ts';
import type { Database } from '../../../src/adapters/store/database.ts';
import type { CardStop } from '../../../src/flow/ports/card-switch.ts';

const stop = (tenantId: string): CardStop => ({
  tenantId,
  reason: 'two wrong cards were reported',
  by: 'local:operator',
  at: new Date('2026-03-02T08:00:00Z'),
  assessments: 'go-on',
  writing: 'go-on',
});

/** The stop button: the same claims for PGlite and PostgreSQL. */
export function claimCardSwitch(database: () => Database): void {
  it('stops and resumes one tenant at once in the process that is asked', async () => {
    const cards = await openCardSwitch(database(), () => undefined);
    await cards.stop(stop('here'));
    expect(cards.stopped('here')).toEqual(stop('here'));
    expect(cards.stopped('elsewhere')).toBeUndefined();
    expect(cards.writingStopped()).toEqual([]);
    await cards.stop({ ...stop('here'), writing: 'stop' });
    expect(cards.writingStopped()).toEqual(['here']);
    expect(await cards.resume('here')).toBe(true);
    expect(cards.stopped('here')).toBeUndefined();
    expect(await cards.resume('here')).toBe(false);
    cards.close();
  });

  it('is known to another process after its next round, twice within the five seconds', async () => {
    const rounds: (() => void)[] = [];
    let everyMs = Infinity;
    const other = await openCardSwitch(
      database(),
      (error) => {
        throw error;
      },
      (work, ms) => {
        rounds.push(work);
        everyMs = ms;
        return () => undefined;
      },
    );
    const asked = await openCardSwitch(database(), () => undefined);
    await asked.stop(stop('shared'));
    expect(other.stopped('shared')).toBeUndefined();
    rounds.forEach((work) => work());
    while (other.stopped('shared') === undefined) await new Promise((resolve) => setImmediate(resolve));
    expect(everyMs).toBe(REFRESH_EVERY_MS);
    expect(2 * everyMs).toBeLessThan(5_000);
    await asked.resume('shared');
    asked.close();
  });

  it('is pressed already for a process that starts later', async () => {
    const asked = await openCardSwitch(database(), () => undefined);
    await asked.stop(stop('early'));
    const later = await openCardSwitch(database(), () => undefined);
    expect(later.stopped('early')?.reason).toBe('two wrong cards were reported');
    asked.close();
    later.close();
  });
}
