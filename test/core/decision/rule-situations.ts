import type { DecisionInputs } from '../../../src/core/decision/question.ts';
import type { RuleId } from '../../../src/core/decision/decision.ts';
import { absent, known } from '../../../src/core/patient/known.ts';
import type { PatientContext } from '../../../src/core/patient/patient-context.ts';
import { context, evidence, noFilm, user } from './builders.ts';

export interface Situation {
  readonly context?: Partial<PatientContext>;
  readonly image?: DecisionInputs['image'];
  readonly request?: DecisionInputs['request'];
  readonly feedback?: DecisionInputs['history']['feedback'];
}

const refused = (channel: 'ai' | 'guideline') =>
  [
    {
      userId: user,
      channel,
      outcome: 'overridden',
      overrideReasonCode: 'patient-refuses',
      at: new Date('2026-05-01T10:00:00Z'),
    },
  ] as const;

const use = {
  drug: 'alendronate',
  doseUse: 'osteoporosis',
  evidence: 'ordered',
  lastRecordedOn: '2026-02-01',
  stoppedOn: undefined,
  ongoing: true,
  reference: 'MedicationRequest/1',
} as const;

const read = context().read;

/** What makes each row match, on a woman of 66 with a flagged film and an empty chart. */
export const SITUATIONS: Readonly<Record<RuleId, Situation>> = {
  identity: { image: noFilm('identity-mismatch') },
  'care-limits': { context: { deceased: true } },
  'readable-record': { context: { read: { ...read, conditions: 'failed' } } },
  'order-being-written': {
    request: {
      hook: 'order-sign',
      user: { id: user, kind: 'Practitioner', roleCodes: absent('not-read') },
      draftOrders: [],
    },
  },
  fracture: {
    context: {
      fractures: [
        { site: 'hip', character: 'not-stated', occurredOn: '2021-06-01', reference: 'Condition/1' },
      ],
    },
  },
  osteoporosis: {
    context: {
      osteoporosisDiagnoses: [{ recordedOn: '2020-01-01', text: 'osteoporosis', reference: 'Condition/2' }],
    },
  },
  treatment: { context: { boneDrugs: [use] } },
  'readable-history': { context: { read: { ...read, 'dxa-results': 'failed' } } },
  'dxa-in-interval': {
    context: { dxaStudies: [{ extent: 'central', performedOn: '2025-06-01', reference: 'Procedure/1' }] },
  },
  'dxa-above-limit': {
    context: {
      tScores: [
        {
          region: 'total-hip',
          vertebrae: undefined,
          value: -1,
          comparator: undefined,
          measuredOn: '2023-06-01',
          reference: 'Observation/1',
        },
      ],
    },
  },
  'dxa-in-progress': {
    context: {
      dxaOrders: [
        {
          extent: 'central',
          state: 'ordered',
          authoredOn: '2026-05-01',
          scheduledOn: undefined,
          reference: 'ServiceRequest/1',
        },
      ],
    },
  },
  'guideline-snooze': { feedback: refused('guideline') },
  'ai-snooze': { feedback: refused('ai') },
  film: { image: evidence({ outcome: 'not-flagged' }) },
  'ai-group': { context: { sex: known('male'), birthDate: known('1966-01-01') } },
  'ai-flag': {},
  guideline: { image: noFilm() },
};
