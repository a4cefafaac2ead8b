/** Different studies in a row that nobody could reach, until it may be the archive or the EHR and not the study. */
const studiesInARow = 5;

/**
 * Suspects an outage of a tenant's servers, where a few studies that they cannot give are none. Each process watches for
 * itself.
 */
export class OutageWatch {
  private readonly unreached = new Map<string, Set<string>>();

  reached(tenantId: string): void {
    this.unreached.delete(tenantId);
  }

  /** Whether this study was one too many. */
  unreachable(tenantId: string, studyInstanceUid: string): boolean {
    const studies = this.unreached.get(tenantId) ?? new Set();
    this.unreached.set(tenantId, studies);
    if (studies.size < studiesInARow) studies.add(studyInstanceUid);
    return studies.size >= studiesInARow;
  }
}
