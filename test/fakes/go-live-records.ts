import type { GoLiveRecord } from '../../src/core/go-live/records.ts';
import type { AuditEntry } from '../../src/flow/ports/audit.ts';
import type { GoLivePorts } from '../../src/flow/go-live.ts';

/** Records and audit trail in memory; the clock moves a minute with every look. */
export function goLivePortsFrom(start: Date): GoLivePorts & { readonly audited: AuditEntry[] } {
  const kept: GoLiveRecord[] = [];
  const audited: AuditEntry[] = [];
  let now = start.getTime();
  return {
    audited,
    records: {
      append: async (record) => void kept.push(record),
      of: async (tenantId) => kept.filter((r) => r.tenantId === tenantId),
    },
    audit: { record: async (entry) => void audited.push(entry) },
    clock: () => new Date((now += 60_000)),
  };
}
