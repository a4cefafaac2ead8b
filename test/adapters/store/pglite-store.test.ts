import type { Database } from '../../../src/adapters/store/database.ts';
import { openDatabase } from '../../../src/adapters/store/open-database.ts';
import { claimAssessmentStore } from './assessment-store-claims.ts';
import { claimCardSwitch } from './card-switch-claims.ts';
import { claimPatientErasure } from './patient-erasure-claims.ts';
import { claimCardLedger } from './card-ledger-claims.ts';
import { claimConsents } from './consent-claims.ts';
import { claimGoLiveRecords } from './go-live-claims.ts';
import { claimHookReads } from './hook-read-claims.ts';
import { claimJobs } from './job-claims.ts';
import { claimOutbox } from './outbox-claims.ts';
import { claimSmallStores } from './small-store-claims.ts';
import { claimChallengers } from './challenger-claims.ts';
import { claimWatchLog, claimWatchSource } from './watch-claims.ts';

describe('the store on PGlite', () => {
  let database: Database;
  beforeAll(async () => void (database = await openDatabase({ kind: 'memory' })));
  afterAll(() => database.close());

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
  describe('reads of a hook', () => claimHookReads(() => database));
  describe('jobs', () => claimJobs(() => database));
});
