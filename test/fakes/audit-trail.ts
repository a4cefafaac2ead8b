import type { AuditEntry, AuditTrail } from '../../src/flow/ports/audit.ts';

/** Keeps the lines in order, for a test to read. */
export function rememberedAudit(): AuditTrail & { readonly lines: AuditEntry[] } {
  const lines: AuditEntry[] = [];
  return { lines, record: (entry) => Promise.resolve(void lines.push(entry)) };
}
