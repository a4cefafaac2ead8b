import type { AvailableImageEvidence } from '../../../src/core/evidence/image-evidence.ts';
import type { StoredAssessment } from '../../../src/flow/ports/assessment-store.ts';

/** A made-up flagged AP film of 1 March 2026. */
export function flaggedEvidence(over: Partial<AvailableImageEvidence> = {}): AvailableImageEvidence {
  return {
    kind: 'available',
    studyInstanceUid: '2.25.1',
    acquiredOn: '2026-03-01',
    films: [
      {
        identity: {
          studyInstanceUid: '2.25.1',
          seriesInstanceUid: '2.25.2',
          sopInstanceUid: '2.25.3',
          acquiredOn: '2026-03-01',
        },
        view: 'ap',
        viewEvidence: 'ViewCodeSequence',
        pixelDigest: 'd'.repeat(64),
        score: 1.25,
        modelVersion: 'a'.repeat(64),
        modelId: 'lumbar-ap',
        attention: { rows: 1, columns: 2, values: [0.25, -0.5] },
        novelty: 0.1,
      },
    ],
    refused: [],
    outcome: 'flagged',
    filmScore: 1.25,
    flaggedAtOrAbove: 0.5,
    probability: { kind: 'absent', reason: 'no-site-fit' },
    trainingData: 'simulated',
    imageResultKey: 'e'.repeat(64),
    ...over,
  };
}

export function storedAssessment(over: Partial<StoredAssessment> = {}): StoredAssessment {
  return {
    assessmentKey: 'key-1',
    tenantId: 'clinic',
    patientId: 'p1',
    studyInstanceUid: '2.25.1',
    imagingStudyReference: 'ImagingStudy/i1',
    evidence: flaggedEvidence(),
    assessedAt: new Date('2026-03-02T08:00:00Z'),
    state: 'current',
    ...over,
  };
}
