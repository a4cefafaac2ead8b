/** Patients who do not want their films assessed. Their chart is still screened by guideline, without a film. */
export interface OptOuts {
  hasOptedOut(tenantId: string, patientId: string): boolean;
}
