import { randomUUID } from 'node:crypto';
import { printDecision, type PrintSettings } from '../../../src/cds-hooks/cards/print-decision.ts';
import { EN } from '../../../src/cds-hooks/messages/en.ts';
import { decide } from '../../../src/core/decision/decide.ts';
import type { Decision } from '../../../src/core/decision/decision.ts';
import type { DecisionInputs } from '../../../src/core/decision/question.ts';
import { absent, known } from '../../../src/core/patient/known.ts';
import type { PatientContext } from '../../../src/core/patient/patient-context.ts';
import {
  AS_OF,
  context,
  evidence,
  inputs,
  noFilm,
  patientView,
  policy,
  user,
} from '../../core/decision/builders.ts';

export const settings = (changes: Partial<PrintSettings> = {}): PrintSettings => ({
  messages: EN,
  mode: 'live',
  patientId: 'p1',
  newUuid: randomUUID,
  aboutUrl: 'https://trabecula.example/model-card',
  appLaunchUrl: 'https://trabecula.example/launch',
  assessmentKey: 'b'.repeat(64),
  riskAssessment: { reference: 'RiskAssessment/ra1' },
  ...changes,
});

export const print = (decision: Decision, changes: Partial<PrintSettings> = {}) =>
  printDecision(decision, settings(changes));

const ordering = (...orders: string[]): DecisionInputs['request'] => ({
  hook: 'order-sign',
  user: { id: user, kind: 'Practitioner', roleCodes: absent('not-read') },
  draftOrders: orders.map((reference) => ({ reference, orders: 'central-dxa', selected: true })),
});

const man = (birthDate: string, changes: Partial<PatientContext> = {}) =>
  context({ sex: known('male'), birthDate: known(birthDate), ...changes });
const woman = (birthDate: string, changes: Partial<PatientContext> = {}) =>
  context({ birthDate: known(birthDate), ...changes });
const weight = (value: number) => known({ value, measuredOn: '2026-01-01', reference: 'Observation/w' });
const fracture = {
  site: 'site-unknown',
  character: 'low-trauma',
  occurredOn: undefined,
  reference: 'Condition/f',
} as const;
const hip = { ...fracture, site: 'hip', occurredOn: '2024-06-01' } as const;
const denosumab = {
  drug: 'denosumab',
  doseUse: 'osteoporosis',
  evidence: 'administered',
  lastRecordedOn: '2025-03-01',
  stoppedOn: undefined,
  ongoing: false,
  reference: 'MedicationAdministration/d',
} as const;
const alendronate = { ...denosumab, drug: 'alendronate', lastRecordedOn: '2021-03-01' } as const;
const lowT = {
  region: 'total-hip',
  vertebrae: undefined,
  value: -2.7,
  comparator: undefined,
  measuredOn: '2021-02-03',
  reference: 'Observation/t',
} as const;
const dxa = { extent: 'central', performedOn: '2025-05-02', reference: 'Procedure/d' } as const;
const diagnosis = { recordedOn: '2020-01-02', text: 'Age-related osteoporosis', reference: 'Condition/o' };

/** One situation for each reason code that can become a card. */
export const CARD_SITUATIONS: Readonly<Record<keyof typeof EN.summary, Partial<DecisionInputs>>> = {
  'fracture-pathway': { context: context({ fractures: [hip] }) },
  'fracture-denosumab-gap': {
    context: context({ fractures: [{ ...hip, site: 'vertebra' }], boneDrugs: [denosumab] }),
  },
  'osteoporosis-untreated': { context: context({ tScores: [lowT] }) },
  'osteoporosis-treatment-lapsed': {
    context: context({ osteoporosisDiagnoses: [diagnosis], boneDrugs: [alendronate] }),
  },
  'osteoporosis-denosumab-gap': {
    context: context({ osteoporosisDiagnoses: [diagnosis], boneDrugs: [denosumab] }),
  },
  'denosumab-gap': { context: context({ boneDrugs: [denosumab] }) },
  'order-dxa-within-interval': {
    context: context({ dxaStudies: [dxa] }),
    request: ordering('ServiceRequest/a'),
  },
  'order-dxa-second-order': { request: ordering('ServiceRequest/a', 'ServiceRequest/b') },
  'order-dxa-tool-first': { context: woman('1968-02-01'), request: ordering('ServiceRequest/a') },
  'ai-woman-65': {},
  'ai-woman-50-64-tool-positive': { context: woman('1963-02-01', { weightKg: weight(55) }) },
  'ai-woman-50-64-other-indication': { context: woman('1968-02-01', { fractures: [fracture] }) },
  'ai-woman-50-64-tool-first': { context: woman('1968-02-01') },
  'ai-man-70': { context: man('1950-02-01') },
  'ai-man-50-69-risk-factor': { context: man('1964-02-01', { fractures: [fracture] }) },
  'guideline-woman-65': { image: noFilm() },
  'guideline-woman-50-64-tool-positive': {
    image: noFilm(),
    context: woman('1963-02-01', { weightKg: weight(55) }),
  },
  'guideline-woman-50-64-other-indication': {
    image: noFilm(),
    context: woman('1968-02-01', { fractures: [fracture] }),
  },
  'guideline-woman-50-64-tool-first': { image: noFilm(), context: woman('1968-02-01') },
  'guideline-man-70': { image: noFilm(), context: man('1950-02-01') },
  'guideline-man-50-69-risk-factor': {
    image: noFilm(),
    context: man('1964-02-01', { fractures: [fracture] }),
  },
};

/** Films that print everything there is to print: a fitted probability, both views, an uncertain outcome. */
const IMAGES = [
  evidence(),
  evidence({ outcome: 'uncertain' }),
  evidence({
    trainingData: 'clinical',
    probability: {
      kind: 'fitted',
      value: 0.31,
      lower: 0.24,
      upper: 0.39,
      ageSexValue: 0.18,
      fittedOn: '812 simulated patients',
    },
  }),
];

/** Every card there is, in every situation and with every kind of film. */
export function allDecisions(): { readonly name: string; readonly decision: Decision }[] {
  return Object.entries(CARD_SITUATIONS).flatMap(([name, situation]) =>
    (situation.image === undefined ? IMAGES : [situation.image]).map((image, index) => ({
      name: `${name} with film ${index}`,
      decision: decide(
        inputs({ request: patientView, ...situation, image }),
        policy({ guidelineCards: true }),
        AS_OF,
      ),
    })),
  );
}
