import { openDatabase } from '../../src/adapters/store/open-database.ts';
import { populationClaims } from '../adapters/population/population-claims.ts';
import { startPostgres, type PostgresServer } from './postgres-harness.ts';

describe('the population on PostgreSQL', () => {
  let server: PostgresServer | undefined;
  populationClaims(() => {
    server = startPostgres();
    return openDatabase({ kind: 'postgresql', databaseUrl: server.newDatabase() });
  });
  afterAll(() => server?.stop());
});
