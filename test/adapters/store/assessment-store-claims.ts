import { openAssessmentStore } from '../../../src/adapters/store/assessment-store.ts';
import type { Database } from '../../../src/adapters/store/database.ts';
import { openOutbox } from '../../../src/adapters/store/outbox-store.ts';
import type { StoredAssessment, WriteIntent } from '../../../src/flow/ports/assessment-store.ts';
import { flaggedEvidence, storedAssessment } from './stored-assessments.ts';

const at = new Date('2026-03-03T00:00:00Z');
const write = (assessmentKey: string): WriteIntent => ({ kind: 'write-assessment', assessmentKey });

/** The same claims for PGlite and PostgreSQL. */
export function claimAssessmentStore(database: () => Database): void {
  const store = () => openAssessmentStore(database());
  const outbox = () => openOutbox(database(), 'test');

  it('returns an assessment as it was stored, evidence and all', async () => {
    const assessment = storedAssessment({ tenantId: 'as-stored' });
    expect(await store().save(assessment, [])).toBe('stored');
    const [read] = await store().currentFor('as-stored', 'p1');
    expect(read).toEqual(
      JSON.parse(JSON.stringify(assessment), (k, v) => (k === 'assessedAt' ? new Date(v) : v)),
    );
  });

  it('stores evidence of a film whose tags hold characters that PostgreSQL has not', async () => {
    const refused = {
      kind: 'unavailable',
      detail: 'Maker\0 \ud83d',
    } as unknown as StoredAssessment['evidence'];
    const odd = storedAssessment({ tenantId: 'odd', studyInstanceUid: '1.2\0', evidence: refused });
    expect(await store().save(odd, [])).toBe('stored');
    expect(await store().currentFor('odd', 'p1')).toMatchObject([
      { studyInstanceUid: '1.2', evidence: { detail: 'Maker \ufffd' } },
    ]);
  });

  it('stores the same key once and queues its intent once', async () => {
    const assessment = storedAssessment({ tenantId: 'once' });
    await store().save(assessment, [write('key-1')]);
    expect(await store().save(assessment, [write('key-1')])).toBe('unchanged');
    expect(await intentsOf('once')).toEqual(['write-assessment key-1']);
  });

  it('keeps one current assessment of a study when two writers store different ones at once', async () => {
    const keys = ['a', 'b', 'c', 'd'];
    await Promise.all(
      keys.map((assessmentKey) => store().save(storedAssessment({ tenantId: 'race', assessmentKey }), [])),
    );
    expect(await store().currentFor('race', 'p1')).toHaveLength(1);
  });

  it('supersedes the earlier assessment of the study, and says so in the record when it was to be written there', async () => {
    await store().save(storedAssessment({ tenantId: 'newer' }), [write('key-1')]);
    await store().save(storedAssessment({ tenantId: 'newer', assessmentKey: 'key-2' }), [write('key-2')]);
    expect((await store().currentFor('newer', 'p1')).map((one) => one.assessmentKey)).toEqual(['key-2']);
    expect((await store().find({ tenantId: 'newer', patientId: 'p1', assessmentKey: 'key-1' }))?.state).toBe(
      'superseded',
    );
    expect(await intentsOf('newer')).toEqual([
      'write-assessment key-1',
      'write-assessment key-2',
      'supersede-assessment key-1',
    ]);
  });

  it('makes a superseded assessment current again when it is stored again', async () => {
    for (const assessmentKey of ['old', 'new', 'old'])
      expect(await store().save(storedAssessment({ tenantId: 'back', assessmentKey }), [])).toBe('stored');
    expect((await store().currentFor('back', 'p1')).map((one) => one.assessmentKey)).toEqual(['old']);
  });

  it('withdraws without a word to the record when nothing was to be written there', async () => {
    await store().save(storedAssessment({ tenantId: 'silent' }), []);
    await store().withdraw({ tenantId: 'silent', patientId: 'p1', assessmentKey: 'key-1' }, 'moved', at);
    expect(await store().currentFor('silent', 'p1')).toEqual([]);
    expect(await intentsOf('silent')).toEqual([]);
  });

  it('withdraws once, however often it is asked', async () => {
    const identity = { tenantId: 'twice', patientId: 'p1', assessmentKey: 'key-1' };
    await store().save(storedAssessment({ tenantId: 'twice' }), [write('key-1')]);
    await store().withdraw(identity, 'cancelled study', at);
    await store().withdraw(identity, 'cancelled study', at);
    expect(await intentsOf('twice')).toEqual(['write-assessment key-1', 'withdraw-assessment key-1']);
  });

  it('lists the newest film first and undated films last', async () => {
    const dated: readonly [string, string | undefined][] = [
      ['middle', '2025-05-01'],
      ['none', undefined],
      ['newest', '2026-01-01'],
    ];
    for (const [assessmentKey, acquiredOn] of dated)
      await store().save(
        storedAssessment({
          tenantId: 'order',
          assessmentKey,
          studyInstanceUid: `2.25.${assessmentKey.length}${assessmentKey}`,
          evidence: flaggedEvidence({ acquiredOn }),
        }),
        [],
      );
    const keys = (await store().currentFor('order', 'p1')).map((one) => one.assessmentKey);
    expect(keys).toEqual(['newest', 'middle', 'none']);
  });

  it('finds a study under every patient that holds it', async () => {
    await store().save(storedAssessment({ tenantId: 'moved', patientId: 'p1' }), []);
    await store().save(storedAssessment({ tenantId: 'moved', patientId: 'p2', assessmentKey: 'key-2' }), []);
    const holders = (await store().currentOfStudy('moved', '2.25.1')).map((one) => one.patientId);
    expect(holders).toEqual(['p1', 'p2']);
  });

  it('withdraws all that a retracted model took part in, and stores nothing of it again', async () => {
    const bad = 'b'.repeat(64);
    const [film] = flaggedEvidence().films;
    const evidence = flaggedEvidence({ films: [{ ...film!, modelVersion: bad }] });
    await store().save(storedAssessment({ tenantId: 'bad', evidence }), [write('key-1')]);
    await store().save(storedAssessment({ tenantId: 'bad', patientId: 'p2', assessmentKey: 'good' }), []);
    expect(await store().retractModel(bad, 'wrong weights', at)).toBe(1);
    expect(await store().currentFor('bad', 'p1')).toEqual([]);
    expect(await store().currentFor('bad', 'p2')).toHaveLength(1);
    expect(await intentsOf('bad')).toEqual(['write-assessment key-1', 'withdraw-assessment key-1']);
    await expect(
      store().save(storedAssessment({ tenantId: 'bad', assessmentKey: 'again', evidence }), []),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  async function intentsOf(tenantId: string): Promise<string[]> {
    const entries = await outbox().list('waiting', 1000);
    return entries
      .filter((entry) => entry.tenantId === tenantId)
      .map((entry) => `${entry.kind} ${entry.assessmentKey}`)
      .toReversed();
  }
}
