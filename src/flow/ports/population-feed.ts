import type { Resource } from '@medplum/fhirtypes';

/** Some resources that arrived together, with the place from which a broken import goes on. */
export interface PopulationBatch {
  readonly resources: readonly Resource[];
  /** "Patient/123" of resources that the source says were deleted. */
  readonly deleted: readonly string[];
  /** What the source said it could not deliver: counted and shown, never silently dropped. */
  readonly problems: readonly string[];
  /** Opaque; stored in the same transaction as the batch, and given back to `open` after a break. */
  readonly position: string;
  readonly progress: { readonly filesDone: number; readonly filesInAll: number | undefined };
  /** Set on the last batch: where the next, incremental import begins (`_since`). */
  readonly nextSince?: string;
}

/**
 * A source of a whole population's resources: Bulk Data export, NDJSON files, or a paged `_lastUpdated` sweep. Batches
 * arrive in a stable order, so that a position means the same after a restart.
 */
export interface PopulationFeed {
  readonly name: string;
  open(position: string | undefined, signal: AbortSignal): AsyncIterable<PopulationBatch>;
}
