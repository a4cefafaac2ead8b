import type { DxaOrder, DxaTScore, RecordedCondition, RecordedFracture } from '../patient/patient-context.ts';
import type { LastDxa } from './dxa-history.ts';
import type { Fact } from './facts.ts';
import type { Question } from './question.ts';
import type { TreatmentStatus } from './treatment.ts';

export const fractureFact = ({ site, character, occurredOn, reference }: RecordedFracture): Fact => ({
  kind: 'fracture',
  site,
  character,
  occurredOn,
  reference,
});

export const conditionFact = (
  kind: 'osteoporosis-diagnosis' | 'osteopenia-diagnosis' | 'hypogonadism' | 'signed-report',
  { text, recordedOn, reference }: RecordedCondition,
): Fact => ({ kind, text, recordedOn, reference });

export const tScoreFact = ({ region, value, comparator, measuredOn, reference }: DxaTScore): Fact => ({
  kind: 't-score',
  region,
  value,
  comparator,
  measuredOn,
  reference,
});

export const dxaFacts = ({ performedOn, repeatFrom, tScores, reference }: LastDxa): Fact[] => [
  { kind: 'dxa', performedOn, repeatFrom, withTScore: tScores.length > 0, reference },
  ...tScores.map(tScoreFact),
];

export const dxaOrderFact = ({ state, authoredOn, scheduledOn, reference }: DxaOrder): Fact => ({
  kind: 'dxa-order',
  state,
  on: scheduledOn ?? authoredOn,
  reference,
});

export const treatmentFact = (status: TreatmentStatus): Fact =>
  status.kind === 'none-recorded'
    ? { kind: 'no-osteoporosis-drug-recorded' }
    : {
        kind: 'bone-drug',
        drug: status.use.record.drug,
        lastRecordedOn: status.use.lastRecordedOn,
        coversUntil: status.use.coversUntil,
        reference: status.use.record.reference,
      };

/** Age and sex, or why one is not known: the first facts of every screening answer. */
export function personFacts({ ageYears, sex, context }: Question): Fact[] {
  return [
    ageYears === undefined
      ? {
          kind: 'age-unknown',
          reason: context.birthDate.kind === 'absent' ? context.birthDate.reason : 'not-usable',
        }
      : { kind: 'age', ...ageYears },
    sex === undefined
      ? { kind: 'sex-unknown', reason: context.sex.kind === 'absent' ? context.sex.reason : 'not-usable' }
      : { kind: 'sex', sex },
  ];
}
