import type { DueFlags, FollowedFlag, ReadInputs } from '../../core/monitoring/watched.ts';

/** What the store keeps of readings and DXA results, without persons. */
export interface WatchSource {
  /** Assessments made in [from, to). */
  inputs(tenantId: string, from: Date, to: Date): Promise<ReadInputs>;
  /** DXA results after a flag that were recorded in [from, to); treatment begun in between is left out. */
  followed(tenantId: string, from: Date, to: Date): Promise<readonly FollowedFlag[]>;
  /** Flags whose 120 days ran out in [from, to); who declined, or has a plan without a DXA, is left out. */
  dueFlags(tenantId: string, from: Date, to: Date): Promise<DueFlags>;
}

/** Where watched figures are shown (Prometheus); undefined takes a figure away that can no longer be told. */
export interface WatchGauges {
  set(tenantId: string, name: string, value: number | undefined): void;
  /** 1 while an alarm stands, 0 when it does not. */
  alarm(tenantId: string, alarm: string, raised: boolean): void;
}
