import { openDatabase } from '../../../src/adapters/store/open-database.ts';
import { populationClaims } from './population-claims.ts';

describe('the population on PGlite', () => {
  populationClaims(() => openDatabase({ kind: 'memory' }));
});
