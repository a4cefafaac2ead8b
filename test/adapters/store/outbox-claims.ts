import { openAssessmentStore } from '../../../src/adapters/store/assessment-store.ts';
import type { Database } from '../../../src/adapters/store/database.ts';
import { openOutbox } from '../../../src/adapters/store/outbox-store.ts';
import type { ClaimedIntent } from '../../../src/flow/ports/outbox.ts';
import { storedAssessment } from './stored-assessments.ts';

const minute = (n: number) => new Date(Date.parse('2026-03-02T09:00:00Z') + n * 60_000);
const LEASE_MS = 60_000;

/** The same claims for PGlite and PostgreSQL. The outbox is emptied before each. */
export function claimOutbox(database: () => Database): void {
  const outbox = () => openOutbox(database(), 'test');

  beforeEach(() => database().script('DELETE FROM trabecula.outbox; DELETE FROM trabecula.assessment'));

  async function queue(patientId: string, ...keys: string[]): Promise<void> {
    for (const assessmentKey of keys)
      await openAssessmentStore(database()).save(
        storedAssessment({ patientId, assessmentKey, studyInstanceUid: `study of ${assessmentKey}` }),
        [{ kind: 'write-assessment', assessmentKey }],
      );
  }
  const keysOf = (claimed: readonly ClaimedIntent[]) => claimed.map((intent) => intent.assessmentKey);
  const claimOne = async (at: Date): Promise<ClaimedIntent> => {
    const [intent] = await outbox().claim(at, LEASE_MS, 1, []);
    if (intent === undefined) throw new Error('nothing to claim');
    return intent;
  };

  it('hands out the oldest intent of each patient and none behind it', async () => {
    await queue('p1', 'first', 'second');
    await queue('p2', 'other');
    expect(keysOf(await outbox().claim(minute(0), LEASE_MS, 10, []))).toEqual(['first', 'other']);
    expect(await outbox().claim(minute(0), LEASE_MS, 10, [])).toEqual([]);
  });

  it('never hands one intent to two workers', async () => {
    for (let n = 0; n < 20; n++) await queue(`p${n}`, `key-${n}`);
    const claims = await Promise.all(
      Array.from({ length: 8 }, () => outbox().claim(minute(0), LEASE_MS, 5, [])),
    );
    const numbers = claims.flat().map((intent) => intent.intentNumber);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.length).toBe(20);
  });

  it('hands an intent out again when its lease ran out, and counts that it was taken up, not a failure', async () => {
    await queue('p1', 'only');
    expect(await claimOne(minute(0))).toMatchObject({ attempts: 0, failures: 0 });
    const second = await claimOne(minute(2));
    expect(second).toMatchObject({ attempts: 1, failures: 0 });
    await outbox().retryAt(second, minute(3), 'upstream-unavailable');
    expect(await claimOne(minute(3))).toMatchObject({ attempts: 2, failures: 1 });
  });

  it('goes on to the next intent of the patient when one is done, and remembers what was written', async () => {
    await queue('p1', 'first', 'second');
    const first = await claimOne(minute(0));
    await outbox().done(first, 'risk-assessment', [{ resourceType: 'RiskAssessment', id: 'r1' }], minute(0));
    expect(keysOf(await outbox().claim(minute(0), LEASE_MS, 10, []))).toEqual(['second']);
    expect(await outbox().writtenOf(first)).toEqual([{ resourceType: 'RiskAssessment', id: 'r1' }]);
  });

  it('takes only corrections of a tenant whose writing is stopped, past what waits to be written', async () => {
    await queue('p1', 'waits');
    const { tenantId } = storedAssessment({});
    await database().script(
      `INSERT INTO trabecula.outbox (tenant_id, patient_id, assessment_key, kind, created_at, next_attempt_at)
       VALUES ('${tenantId}', 'p1', 'wrong', 'withdraw-assessment', '${minute(0).toISOString()}', '${minute(0).toISOString()}')`,
    );
    await queue('p2', 'waits too');
    expect(keysOf(await outbox().claim(minute(0), LEASE_MS, 10, [tenantId]))).toEqual(['wrong']);
    expect(await outbox().claim(minute(0), LEASE_MS, 10, [tenantId])).toEqual([]);
    expect(keysOf(await outbox().claim(minute(0), LEASE_MS, 10, ['another']))).toEqual([
      'waits',
      'waits too',
    ]);
  });

  it('waits for the next attempt, and holds later intents of that patient back meanwhile', async () => {
    await queue('p1', 'first', 'second');
    await outbox().retryAt(await claimOne(minute(0)), minute(5), 'upstream-unavailable');
    expect(await outbox().claim(minute(4), LEASE_MS, 10, [])).toEqual([]);
    expect(keysOf(await outbox().claim(minute(5), LEASE_MS, 10, []))).toEqual(['first']);
  });

  it('buries what was given up, goes on behind it, and replays it when asked', async () => {
    await queue('p1', 'first', 'second');
    await outbox().bury(await claimOne(minute(0)), 'upstream-refused', minute(0));
    expect(await outbox().counts()).toEqual({ waiting: 1, dead: 1 });
    const [dead] = await outbox().list('dead', 10);
    expect(dead).toMatchObject({ assessmentKey: 'first', error: 'upstream-refused' });
    expect(await outbox().replay(minute(1))).toBe(1);
    expect(keysOf(await outbox().claim(minute(1), LEASE_MS, 10, []))).toEqual(['first']);
  });

  it('lets no late worker undo what another has finished', async () => {
    await queue('p1', 'only');
    const late = await claimOne(minute(0));
    const taken = await claimOne(minute(2));
    await outbox().done(taken, 'risk-assessment', [], minute(2));
    await outbox().bury(late, 'upstream-unavailable', minute(3));
    expect((await outbox().list('done', 10)).map((entry) => entry.path)).toEqual(['risk-assessment']);
  });
}
