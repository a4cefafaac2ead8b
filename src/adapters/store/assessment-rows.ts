import type { ImageEvidence } from '../../core/evidence/image-evidence.ts';
import type { StoredAssessment } from '../../flow/ports/assessment-store.ts';

/** A row of trabecula.assessment as SQL returns it. */
export interface AssessmentRow {
  tenant_id: string;
  patient_id: string;
  assessment_key: string;
  study_instance_uid: string;
  imaging_study_reference: string | null;
  evidence: ImageEvidence;
  age_years: number | null;
  sex: 'female' | 'male' | null;
  assessed_at: Date;
  state: StoredAssessment['state'];
}

export const ASSESSMENT_COLUMNS =
  'tenant_id, patient_id, assessment_key, study_instance_uid, imaging_study_reference, evidence, age_years, sex, assessed_at, state';

export const assessmentOf = (row: AssessmentRow): StoredAssessment => ({
  tenantId: row.tenant_id,
  patientId: row.patient_id,
  assessmentKey: row.assessment_key,
  studyInstanceUid: row.study_instance_uid,
  imagingStudyReference: row.imaging_study_reference ?? undefined,
  evidence: row.evidence,
  ...personOf(row),
  assessedAt: row.assessed_at,
  state: row.state,
});

/** One of the two is enough to be somebody; with neither, nothing was kept. */
function personOf({ age_years, sex }: AssessmentRow): Pick<StoredAssessment, 'person'> {
  return age_years === null && sex === null
    ? {}
    : { person: { ageYears: age_years ?? undefined, sex: sex ?? undefined } };
}

/** The model versions that took part: what a retraction looks for. */
export function modelVersionsOf(evidence: ImageEvidence): readonly string[] {
  if (evidence.kind === 'unavailable') return [];
  return [...new Set(evidence.films.map((film) => film.modelVersion))].toSorted();
}

export const acquiredOnOf = (evidence: ImageEvidence): string | null =>
  evidence.kind === 'available' ? (evidence.acquiredOn ?? null) : null;
