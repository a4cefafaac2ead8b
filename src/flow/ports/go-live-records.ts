import type { GoLiveRecord } from '../../core/go-live/records.ts';

/** A tenant's go-live history: append only, kept with the store, in the order recorded. */
export interface GoLiveRecords {
  append(record: GoLiveRecord): Promise<void>;
  of(tenantId: string): Promise<readonly GoLiveRecord[]>;
}
