import { statement, type Database } from '../../../src/adapters/store/database.ts';
import { migrate, shippedMigrations } from '../../../src/adapters/store/migrate.ts';
import { openAssessmentStore } from '../../../src/adapters/store/assessment-store.ts';

const insertAtFirst = statement(
  'test.first',
  `INSERT INTO trabecula.assessment (tenant_id, patient_id, assessment_key, study_instance_uid, evidence,
     model_versions, assessed_at, state)
   VALUES ('clinic', 'p1', 'k', '2.25.1', '{"kind":"unavailable"}', '{}', '2026-01-01T00:00:00Z', 'current')`,
);

/** The same claims for PGlite and PostgreSQL. `open` opens an empty database without migrating it. */
export function claimMigrations(open: () => Promise<Database>): void {
  let database: Database;
  beforeEach(async () => void (database = await open()));
  afterEach(() => database.close());

  it('brings a store of the first version up to this one with its rows', async () => {
    await migrate(database, shippedMigrations().slice(0, 1));
    await database.query(insertAtFirst);
    await migrate(database);
    await migrate(database);
    expect(await openAssessmentStore(database).currentFor('clinic', 'p1')).toHaveLength(1);
  });

  it('refuses a file that was changed after it was applied', async () => {
    const [first] = shippedMigrations();
    await migrate(database, [first!]);
    await expect(migrate(database, [{ ...first!, sha256: 'other' }])).rejects.toMatchObject({
      code: 'bad-configuration',
    });
  });

  it('refuses a store of a newer version', async () => {
    await migrate(database);
    await expect(migrate(database, shippedMigrations().slice(0, 1))).rejects.toMatchObject({
      code: 'bad-configuration',
    });
  });

  it('keeps nothing of a migration that fails', async () => {
    const broken = {
      number: 9999,
      name: '9999-broken.sql',
      sha256: 'x',
      sql: 'CREATE TABLE trabecula.half (a int); SELECT 1/0;',
    };
    await expect(migrate(database, [...shippedMigrations(), broken])).rejects.toThrow();
    await migrate(database);
    const half = await database.query(statement('test.half', `SELECT to_regclass('trabecula.half') AS half`));
    expect(half).toEqual([{ half: null }]);
  });
}
