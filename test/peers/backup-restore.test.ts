import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCardLedger } from '../../src/adapters/store/card-ledger.ts';
import { openDatabase, type StoreLocation } from '../../src/adapters/store/open-database.ts';
import { openUsedTokens } from '../../src/adapters/store/used-token-store.ts';
import { startPostgres, type PostgresServer } from './postgres-harness.ts';

const at = new Date('2026-03-02T08:00:00Z');
const card = {
  tenantId: 'north',
  cardUuid: '4e0a3a1e-3283-4575-ab82-028d55fe2719',
  serviceId: 's',
  hook: 'patient-view',
  hookInstance: 'h',
  patientId: 'p1',
  userId: 'Practitioner/1',
  reasonCode: 'flagged',
  channel: 'ai' as const,
  assessmentKey: undefined,
  modelVersions: [],
  suggestionUuids: [],
  issuedAt: at,
};

async function fill(location: StoreLocation): Promise<void> {
  const database = await openDatabase(location);
  await openCardLedger(database).issue([card]);
  await openUsedTokens(database).useOnce('ehr', 'j1', new Date(at.getTime() + 300_000), at);
  await database.close();
}

/** What the service needs of a restored store: its rows, its migrations in order, and room for new rows. */
async function expectRestored(location: StoreLocation): Promise<void> {
  const database = await openDatabase(location);
  try {
    const ledger = openCardLedger(database);
    expect((await ledger.historyOf('north', 'p1')).showings).toHaveLength(1);
    expect(await openUsedTokens(database).useOnce('ehr', 'j1', new Date(at.getTime() + 300_000), at)).toBe(
      false,
    );
    await ledger.issue([{ ...card, cardUuid: '0d3ae0a0-9a53-4b37-bb31-d8ae70a1d7f7' }]);
    expect((await ledger.historyOf('north', 'p1')).showings).toHaveLength(2);
  } finally {
    await database.close();
  }
}

describe('backup and restore', () => {
  let server: PostgresServer;
  beforeAll(() => void (server = startPostgres()));
  afterAll(() => server.stop());

  it('a PostgreSQL database comes back from its dump', async () => {
    const [from, to] = [server.newDatabase(), server.newDatabase()];
    await fill({ kind: 'postgresql', databaseUrl: from });
    const root = '/usr/lib/postgresql';
    const program = (name: string) => join(root, readdirSync(root).toSorted().at(-1) ?? '', 'bin', name);
    const dump = execFileSync(program('pg_dump'), ['-Fc', from], { maxBuffer: 64_000_000 });
    execFileSync(program('pg_restore'), ['-d', to], { input: dump });
    await expectRestored({ kind: 'postgresql', databaseUrl: to });
  }, 120_000);

  it('an embedded store comes back from a copy of its folder, made while it was closed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trabecula-backup-'));
    await fill({ kind: 'embedded', folder: join(folder, 'used') });
    cpSync(join(folder, 'used'), join(folder, 'restored'), { recursive: true });
    await expectRestored({ kind: 'embedded', folder: join(folder, 'restored') });
  }, 120_000);
});
