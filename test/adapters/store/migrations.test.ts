import { openPglite } from '../../../src/adapters/store/pglite-database.ts';
import { shippedMigrations } from '../../../src/adapters/store/migrate.ts';
import { claimMigrations } from './migration-claims.ts';

describe('migrations on PGlite', () => claimMigrations(() => openPglite(undefined)));

describe('migration files', () => {
  it('have numbers of their own, in ascending order', () => {
    const numbers = shippedMigrations().map((migration) => migration.number);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  });

  it('begin every key of patient data with tenant and patient', () => {
    const tables = shippedMigrations().flatMap(({ sql }) =>
      [...sql.matchAll(/CREATE TABLE ([\w.]+) \(([\s\S]*?)\n\);/g)].map(([, name = '', body = '']) => ({
        name,
        body,
      })),
    );
    const ofPatients = tables.filter(({ body }) => body.includes('patient_id'));
    expect(ofPatients.length).toBeGreaterThan(8);
    for (const table of ofPatients)
      expect(table).toMatchObject({
        body: expect.stringContaining('PRIMARY KEY (tenant_id, patient_id,'),
      });
  });
});
