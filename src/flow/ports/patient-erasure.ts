/**
 * Deletes what is kept of one patient of one tenant: assessments, cards and feedback, outbox, ledgers, population rows.
 * Audit lines stay: they are the proof of what was done, and hold references only. What was written to the EHR is the
 * EHR's.
 */
export interface PatientErasure {
  /** Rows deleted by table; deleting again finds none. */
  erase(tenantId: string, patientId: string): Promise<Readonly<Record<string, number>>>;
}
