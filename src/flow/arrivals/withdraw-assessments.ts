import type { AssessmentStore, StoredAssessment } from '../ports/assessment-store.ts';
import type { AuditTrail } from '../ports/audit.ts';

/** Why an assessment is no longer true of the patient whose record holds it. */
export type WithdrawalReason = 'film-moved' | 'study-withdrawn' | 'patient-merged';

export interface WithdrawalPorts {
  readonly store: AssessmentStore;
  readonly audit: AuditTrail;
}

/**
 * Withdraws assessments: the store queues what undoes RiskAssessment and Task in the record, and a hook finds no
 * current assessment any more, so the card is gone with the next opening of the chart.
 */
export async function withdrawAssessments(
  assessments: readonly StoredAssessment[],
  reason: WithdrawalReason,
  ports: WithdrawalPorts,
  asOf: Date,
): Promise<number> {
  for (const { tenantId, patientId, assessmentKey } of assessments) {
    await ports.store.withdraw({ tenantId, patientId, assessmentKey }, reason, asOf);
    await ports.audit.record({
      tenantId,
      action: 'record-withdraw',
      actor: `trabecula ${reason}`,
      subject: `Patient/${patientId}`,
      object: assessmentKey,
      outcome: 'success',
      at: asOf,
    });
  }
  return assessments.length;
}
