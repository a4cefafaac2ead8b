import { openAuditStore } from '../../../src/adapters/store/audit-store.ts';
import { openCursors } from '../../../src/adapters/store/cursor-store.ts';
import { statement, type Database } from '../../../src/adapters/store/database.ts';
import { openUsedTokens } from '../../../src/adapters/store/used-token-store.ts';

const at = new Date('2026-03-02T08:00:00Z');
const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);

/** Cursors, used tokens, audit lines and transactions: the same claims for PGlite and PostgreSQL. */
export function claimSmallStores(database: () => Database): void {
  it('keeps a cursor by tenant and name and moves it', async () => {
    const cursors = openCursors(database());
    expect(await cursors.read('clinic', 'changes')).toBeUndefined();
    await cursors.move('clinic', 'changes', '41');
    await cursors.move('clinic', 'changes', '42');
    await cursors.move('other', 'changes', '7');
    expect(await cursors.read('clinic', 'changes')).toBe('42');
  });

  it('lets a token be used once while it lives, by each issuer apart', async () => {
    const tokens = openUsedTokens(database());
    expect(await tokens.useOnce('ehr', 'j1', later(300), at)).toBe(true);
    expect(await tokens.useOnce('ehr', 'j1', later(300), later(1))).toBe(false);
    expect(await tokens.useOnce('other', 'j1', later(300), later(1))).toBe(true);
    expect(await tokens.useOnce('ehr', 'j1', later(900), later(301))).toBe(true);
  });

  it('lets one of many simultaneous uses of a token through', async () => {
    const tokens = openUsedTokens(database());
    const uses = await Promise.all(
      Array.from({ length: 10 }, () => tokens.useOnce('ehr', 'stolen', later(300), at)),
    );
    expect(uses.filter(Boolean)).toHaveLength(1);
  });

  it('keeps an audit line under its patient', async () => {
    await openAuditStore(database()).record({
      tenantId: 'audited',
      action: 'image-read',
      actor: 'service',
      subject: 'Patient/p9',
      object: 'ImagingStudy/i1',
      outcome: 'success',
      at,
    });
    const rows = await database().query(
      statement(
        'test.audit',
        'SELECT patient_id, object, at FROM trabecula.audit_entry WHERE tenant_id = $1',
      ),
      ['audited'],
    );
    expect(rows).toEqual([{ patient_id: 'p9', object: 'ImagingStudy/i1', at }]);
  });

  it('keeps nothing of a transaction that fails, and goes on after it', async () => {
    const move = statement('test.move', `INSERT INTO trabecula.cursor VALUES ('undone', 'n', 'p')`);
    await expect(
      database().transaction(async (sql) => {
        await sql.query(move);
        await sql.query(statement('test.wrong', 'SELECT 1 / 0'));
      }),
    ).rejects.toThrow();
    expect(await openCursors(database()).read('undone', 'n')).toBeUndefined();
  });
}
