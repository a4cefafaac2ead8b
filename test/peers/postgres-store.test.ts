import type { Database } from '../../src/adapters/store/database.ts';
import { openDatabase } from '../../src/adapters/store/open-database.ts';
import { claimAssessmentStore } from '../adapters/store/assessment-store-claims.ts';
import { claimCardSwitch } from '../adapters/store/card-switch-claims.ts';
import { claimPatientErasure } from '../adapters/store/patient-erasure-claims.ts';
import { claimCardLedger } from '../adapters/store/card-ledger-claims.ts';
import { claimConsents } from '../adapters/store/consent-claims.ts';
import { claimGoLiveRecords } from '../adapters/store/go-live-claims.ts';
import { claimJobs } from '../adapters/store/job-claims.ts';
import { claimMigrations } from '../adapters/store/migration-claims.ts';
import { claimOutbox } from '../adapters/store/outbox-claims.ts';
import { claimSmallStores } from '../adapters/store/small-store-claims.ts';
import { claimChallengers } from '../adapters/store/challenger-claims.ts';
import { claimWatchLog, claimWatchSource } from '../adapters/store/watch-claims.ts';
import { openPostgres } from '../../src/adapters/store/postgres-database.ts';
import { startPostgres, type PostgresServer } from './postgres-harness.ts';

describe('the store on PostgreSQL', () => {
  let server: PostgresServer;
  let databaseUrl: string;
  let database: Database;
  beforeAll(async () => {
    server = startPostgres();
    databaseUrl = server.newDatabase();
    database = await openDatabase({ kind: 'postgresql', databaseUrl });
  });
  afterAll(async () => {
    await database.close();
    server.stop();
  });

  describe('migrations', () => claimMigrations(async () => openPostgres(server.newDatabase(), () => {})));
  describe('assessments', () => claimAssessmentStore(() => database));
  describe('outbox', () => claimOutbox(() => database));
  describe('cards', () => claimCardLedger(() => database));
  describe('consents', () => claimConsents(() => database));
  describe('stop button', () => claimCardSwitch(() => database));
  describe('erasure', () => claimPatientErasure(() => database));
  describe('cursors, tokens, audit', () => claimSmallStores(() => database));
  describe('challengers', () => claimChallengers(() => database));
  describe('watch', () => claimWatchSource(() => database));
  describe('log of the watch', () => claimWatchLog(() => database));
  describe('go-live', () => claimGoLiveRecords(() => database));
  describe('jobs', () => claimJobs(() => database));

  it('migrates once when services start together', async () => {
    const fresh = server.newDatabase();
    const started = await Promise.all(
      [1, 2, 3].map(() => openDatabase({ kind: 'postgresql', databaseUrl: fresh })),
    );
    await Promise.all(started.map((one) => one.close()));
  });

  it('says that the store is not there when the server is away', async () => {
    const nowhere = 'postgres://postgres@localhost/x?host=/nonexistent';
    await expect(openDatabase({ kind: 'postgresql', databaseUrl: nowhere })).rejects.toMatchObject({
      code: 'store-unavailable',
    });
  });
});
