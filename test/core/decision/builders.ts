import type { AvailableImageEvidence, ImageEvidence } from '../../../src/core/evidence/image-evidence.ts';
import type { FilmRefusalReason } from '../../../src/core/film/film.ts';
import type { DecisionInputs } from '../../../src/core/decision/question.ts';
import {
  DEFAULT_POLICY,
  type DecisionPolicy,
  type Deployment,
  type Thresholds,
} from '../../../src/core/decision/policy.ts';
import type { DecisionHistory, DecisionRequest } from '../../../src/core/decision/request.ts';
import { absent, known } from '../../../src/core/patient/known.ts';
import type { PatientContext } from '../../../src/core/patient/patient-context.ts';

/** The day of every case: 20 May 2026, noon. */
export const AS_OF = new Date('2026-05-20T12:00:00Z');

/** A woman of 66 with a record that was read and holds nothing. */
export const context = (changes: Partial<PatientContext> = {}): PatientContext => ({
  patientId: 'p1',
  birthDate: known('1960-01-15'),
  sex: known('female'),
  deceased: false,
  careLimits: [],
  fractures: [],
  osteoporosisDiagnoses: [],
  osteopeniaDiagnoses: [],
  hypogonadism: [],
  tScores: [],
  dxaStudies: [],
  dxaOrders: [],
  boneDrugs: [],
  riskDrugs: [],
  menopause: absent('not-recorded'),
  weightKg: absent('not-recorded'),
  toolResults: [],
  lumbarHardwareOrFusion: [],
  hipHardware: [],
  signedReportFindings: [],
  encounterSetting: absent('not-recorded'),
  ...changes,
  read: {
    conditions: 'read',
    'dxa-results': 'read',
    medications: 'read',
    'dxa-orders': 'read',
    encounter: 'read',
    ...changes.read,
  },
});

export const evidence = (changes: Partial<AvailableImageEvidence> = {}): AvailableImageEvidence => ({
  kind: 'available',
  studyInstanceUid: '1.2.3',
  acquiredOn: '2026-04-01',
  films: [],
  refused: [],
  outcome: 'flagged',
  filmScore: 1.4,
  flaggedAtOrAbove: 0.7,
  probability: { kind: 'absent', reason: 'no-site-fit' },
  trainingData: 'simulated',
  imageResultKey: 'a'.repeat(64),
  ...changes,
});

export const noFilm = (reason: FilmRefusalReason = 'no-lumbar-study'): ImageEvidence => ({
  kind: 'unavailable',
  refusal: { reason, detail: 'test' },
  studyInstanceUid: undefined,
});

export const user = 'Practitioner/1';

export const patientView: DecisionRequest = {
  hook: 'patient-view',
  user: { id: user, kind: 'Practitioner', roleCodes: absent('not-read') },
  draftOrders: [],
};

export const NO_HISTORY: DecisionHistory = { showings: [], feedback: [] };

export const inputs = (changes: Partial<DecisionInputs> = {}): DecisionInputs => ({
  context: context(),
  image: evidence(),
  history: NO_HISTORY,
  request: patientView,
  ...changes,
});

/** A live sandbox whose validation holds enough men. */
export const policy = (
  deployment: Partial<Deployment> = {},
  thresholds: Partial<Thresholds> = {},
): DecisionPolicy => ({
  thresholds: { ...DEFAULT_POLICY.thresholds, ...thresholds },
  deployment: {
    ...DEFAULT_POLICY.deployment,
    mode: { kind: 'live' },
    isSandbox: true,
    dxaPositiveMenValidated: 30,
    ...deployment,
  },
});
