import type { Bundle, Patient } from '@medplum/fhirtypes';
import type { ModelSet } from '../adapters/model-registry.ts';
import type { ImageEvidence } from '../core/evidence/image-evidence.ts';
import { printAssessment } from '../fhir/print/print-assessment.ts';
import { digestOf } from './digest.ts';

/**
 * The transaction Bundle that a record would be sent for this evidence. Undefined without a patient that has an id, without
 * a result, and for films that were not flagged, of which nothing is written.
 */
export function printCommandLineAssessment(
  evidence: ImageEvidence,
  patient: Patient | undefined,
  models: Pick<ModelSet, 'score'>,
  at: Date,
): Bundle | undefined {
  if (evidence.kind === 'unavailable' || patient?.id === undefined) return undefined;
  return printAssessment(
    {
      assessmentKey: digestOf(JSON.stringify([evidence.imageResultKey, patient.id])),
      patientId: patient.id,
      studyInstanceUid: evidence.studyInstanceUid,
      imagingStudyReference: undefined,
      assessedAt: at,
      evidence,
    },
    {
      models: Object.fromEntries(
        Object.values(models.score).map(({ manifest, version }) => [
          version,
          { title: manifest.title, modelCardUrl: undefined },
        ]),
      ),
      owner: undefined,
      patientVisible: false,
      replaces: undefined,
      inputs: [],
      recordedAt: at,
    },
  );
}
