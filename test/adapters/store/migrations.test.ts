import { openPglite } from '../../../src/adapters/store/pglite-database.ts';
import { shippedMigrations } from '../../../src/adapters/store/migrate.ts';
import { claimMigrations } from './migration-claims.ts';

describe('migrations on PGlite', () => claimMigrations(() => openPglite(undefined)));

describe('migration files', () => {
  it('are numbered from one without a gap', () => {
    const numbers = shippedMigrations().map((migration) => migration.number);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it('begin every key of patient data with tenant and patient', () => {
    const withoutPatient = ['retracted_model', 'chart_opening', 'cursor', 'used_token'];
    const tables = shippedMigrations().flatMap(({ sql }) =>
      [...sql.matchAll(/CREATE TABLE trabecula\.(\w+) \(([\s\S]*?)\n\);/g)].map((match) => ({
        name: match[1] ?? '',
        body: match[2] ?? '',
      })),
    );
    expect(tables.length).toBeGreaterThan(5);
    for (const { name, body } of tables)
      if (!withoutPatient.includes(name))
        expect({ name, body }).toMatchObject({
          body: expect.stringContaining('PRIMARY KEY (tenant_id, patient_id,'),
        });
  });
});
