import { openAuditStore } from '../../../src/adapters/store/audit-store.ts';
import { openCardLedger } from '../../../src/adapters/store/card-ledger.ts';
import { statement, type Database } from '../../../src/adapters/store/database.ts';
import { openPatientErasure } from '../../../src/adapters/store/patient-erasure.ts';

const at = new Date('2026-03-02T08:00:00Z');

function cardOf(patientId: string, cardUuid: string) {
  return {
    tenantId: 'erasing',
    cardUuid,
    serviceId: 's',
    hook: 'patient-view',
    hookInstance: 'h',
    patientId,
    userId: 'Practitioner/1',
    reasonCode: 'flagged',
    channel: 'ai' as const,
    assessmentKey: undefined,
    modelVersions: [],
    suggestionUuids: [],
    issuedAt: at,
  };
}

/** Deletion of one patient: the same claims for PGlite and PostgreSQL. */
export function claimPatientErasure(database: () => Database): void {
  it('deletes the rows of one patient of one tenant and leaves all others', async () => {
    const ledger = openCardLedger(database());
    await ledger.issue([
      cardOf('gone', 'u1'),
      cardOf('stays', 'u2'),
      { ...cardOf('gone', 'u3'), tenantId: 'other' },
    ]);
    const deleted = await openPatientErasure(database()).erase('erasing', 'gone');
    expect(deleted['trabecula.issued_card']).toBe(1);
    expect((await ledger.historyOf('erasing', 'gone')).showings).toHaveLength(0);
    expect((await ledger.historyOf('erasing', 'stays')).showings).toHaveLength(1);
    expect((await ledger.historyOf('other', 'gone')).showings).toHaveLength(1);
  });

  it('covers every table that holds a patient, except the audit trail', async () => {
    const deleted = await openPatientErasure(database()).erase('erasing', 'nobody');
    const tables = Object.keys(deleted);
    for (const table of [
      'trabecula.assessment',
      'trabecula.card_feedback',
      'trabecula.outbox',
      'population.patient',
    ])
      expect(tables).toContain(table);
    expect(tables).not.toContain('trabecula.audit_entry');
  });

  it('keeps the audit lines about the patient', async () => {
    await openAuditStore(database()).record({
      tenantId: 'erasing',
      action: 'admin',
      actor: 'local:x',
      subject: 'Patient/gone',
      object: 'patient/erase',
      outcome: 'success',
      at,
    });
    await openPatientErasure(database()).erase('erasing', 'gone');
    const rows = await database().query(
      statement('test.keptAudit', `SELECT object FROM trabecula.audit_entry WHERE tenant_id = 'erasing'`),
    );
    expect(rows).toEqual([{ object: 'patient/erase' }]);
  });
}
