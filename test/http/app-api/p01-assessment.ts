import type { StoredAssessment } from '../../../src/flow/ports/assessment-store.ts';

/** P01's films as two models might have read them: flagged, with a fitted probability; the attention is in one corner. */
export const p01Assessment: StoredAssessment = {
  assessmentKey: 'a'.repeat(64),
  tenantId: 'sandbox',
  patientId: 'P01',
  studyInstanceUid: '2.25.1001',
  imagingStudyReference: 'ImagingStudy/P01-imagingstudy-7',
  assessedAt: new Date('2026-09-01T12:00:00Z'),
  state: 'current',
  evidence: {
    kind: 'available',
    studyInstanceUid: '2.25.1001',
    acquiredOn: '2026-09-01',
    films: (
      [
        ['ap', '2.25.1002', '2.25.1003'],
        ['lateral', '2.25.1004', '2.25.1005'],
      ] as const
    ).map(([view, seriesInstanceUid, sopInstanceUid]) => ({
      identity: {
        studyInstanceUid: '2.25.1001',
        seriesInstanceUid,
        sopInstanceUid,
        acquiredOn: '2026-09-01',
      },
      view,
      viewEvidence: 'view code sequence',
      pixelDigest: 'b'.repeat(64),
      score: 1.25,
      modelVersion: 'c'.repeat(64),
      modelId: `lumbar-${view}`,
      attention: {
        rows: 2,
        columns: 2,
        values: [2, 0, 0, 0],
      },
      novelty: 1,
    })),
    refused: [],
    outcome: 'flagged',
    filmScore: 1.25,
    flaggedAtOrAbove: 0.5,
    probability: {
      kind: 'fitted',
      value: 0.31,
      lower: 0.24,
      upper: 0.39,
      ageSexValue: 0.18,
      fittedOn: '2,000 simulated people',
    },
    trainingData: 'simulated',
    imageResultKey: 'd'.repeat(64),
  },
};
