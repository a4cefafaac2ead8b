/** One line of the audit trail: who did what to which record, when. Holds references, never names or findings. */
export interface AuditEntry {
  readonly tenantId: string;
  readonly action:
    'image-read' | 'record-write' | 'record-withdraw' | 'card-shown' | 'admin' | 'export' | 'app-read';
  readonly actor: string;
  readonly subject: string | undefined;
  readonly object: string;
  readonly outcome: 'success' | 'failure';
  readonly at: Date;
}

export interface AuditTrail {
  record(entry: AuditEntry): Promise<void>;
}
