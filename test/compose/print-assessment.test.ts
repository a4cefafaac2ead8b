import { printCommandLineAssessment } from '../../src/compose/print-assessment.ts';
import { loadModelSet } from '../../src/adapters/model-registry.ts';
import type { AvailableImageEvidence } from '../../src/core/evidence/image-evidence.ts';
import { fixtureModels } from '../fixture-paths.ts';

const at = new Date('2026-03-02T10:00:00Z');
const patient = { resourceType: 'Patient', id: 'p1' } as const;
const models = await loadModelSet(fixtureModels);

const flagged: AvailableImageEvidence = {
  kind: 'available',
  studyInstanceUid: '1.2.3',
  acquiredOn: '2026-03-01',
  films: [
    {
      identity: {
        studyInstanceUid: '1.2.3',
        seriesInstanceUid: '1.2.3.0',
        sopInstanceUid: '1.2.3.1',
        acquiredOn: '2026-03-01',
      },
      view: 'ap',
      viewEvidence: 'ViewPosition AP',
      pixelDigest: 'a'.repeat(64),
      score: 1,
      modelVersion: models.score.ap.version,
      modelId: models.score.ap.manifest.id,
      attention: { rows: 1, columns: 1, values: [1] },
      novelty: 1,
    },
  ],
  refused: [],
  outcome: 'flagged',
  filmScore: 1,
  flaggedAtOrAbove: 0.5,
  probability: { kind: 'absent', reason: 'no-site-fit' },
  trainingData: 'simulated',
  imageResultKey: 'b'.repeat(64),
};

it('prints what a record would be sent of a flagged study', () => {
  const bundle = printCommandLineAssessment(flagged, patient, models, at);
  const types = bundle?.entry?.map(({ resource }) => resource?.resourceType);
  expect(types).toEqual(expect.arrayContaining(['Device', 'RiskAssessment', 'Provenance']));
  expect(JSON.stringify(bundle)).toContain('"Patient/p1"');
});

it('prints the same for the same films and patient', () => {
  expect(printCommandLineAssessment(flagged, patient, models, at)).toEqual(
    printCommandLineAssessment(flagged, patient, models, at),
  );
});

it.each([
  ['a patient without an id', flagged, { resourceType: 'Patient' } as const],
  ['no patient', flagged, undefined],
  ['films that were not flagged', { ...flagged, outcome: 'not-flagged' } as const, patient],
])('prints nothing for %s', (_what, evidence, subject) => {
  expect(printCommandLineAssessment(evidence, subject, models, at)).toBeUndefined();
});
