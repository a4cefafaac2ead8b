import type { PopulationBatch } from './population-feed.ts';

export interface ImportState {
  readonly feed: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly position: string | undefined;
  /** Where the next incremental import begins. */
  readonly nextSince: string | undefined;
  readonly resources: number;
  readonly rowsKept: number;
  readonly problems: number;
  readonly startedAt: Date;
  readonly updatedAt: Date;
  readonly progress: PopulationBatch['progress'];
}

/** A DXA done elsewhere, as a member of staff saw it on paper. */
export interface AttestedDxa {
  readonly tenantId: string;
  readonly patientId: string;
  readonly performedOn: string;
  readonly lowestTScore: number | undefined;
  readonly attestedBy: string;
  readonly attestedAt: Date;
}

export interface AppliedBatch {
  readonly rowsKept: number;
  /** Beside those of the batch itself; in words without patient data. */
  readonly problems: readonly string[];
}

/** The flat population tables of each tenant, and how far each import has come. */
export interface PopulationStore {
  imports(tenantId: string): Promise<readonly ImportState[]>;
  importState(tenantId: string, feed: string): Promise<ImportState | undefined>;
  /** Begins anew; what an earlier import brought stays and is updated row by row. */
  beginImport(tenantId: string, feed: string, at: Date): Promise<void>;
  /**
   * One transaction: rows of the batch's resources replaced, deleted ones removed, position stored. Applying a batch
   * twice changes nothing. A resource that cannot be read leaves no row and is a problem.
   */
  applyBatch(tenantId: string, feed: string, batch: PopulationBatch, at: Date): Promise<AppliedBatch>;
  /** What came so far is ready to be asked about: without new statistics the questions are planned badly. */
  renewStatistics(): Promise<void>;
  /** Done or failed; the statistics are renewed. */
  endImport(
    tenantId: string,
    feed: string,
    outcome: 'done' | 'failed',
    nextSince: string | undefined,
    at: Date,
  ): Promise<void>;
  /** Attesting the same day again replaces what was said of it. */
  attestDxa(attestation: AttestedDxa): Promise<void>;
}
