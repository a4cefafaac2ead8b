import { questionOf } from '../../../src/core/decision/question.ts';
import { treatmentStatus } from '../../../src/core/decision/treatment.ts';
import type { BoneDrugRecord } from '../../../src/core/patient/patient-context.ts';
import { AS_OF, context, inputs, policy } from './builders.ts';

const use = (changes: Partial<BoneDrugRecord>): BoneDrugRecord => ({
  drug: 'alendronate',
  doseUse: 'osteoporosis',
  evidence: 'ordered',
  lastRecordedOn: '2026-01-10',
  stoppedOn: undefined,
  ongoing: true,
  reference: 'MedicationRequest/1',
  ...changes,
});

const status = (...boneDrugs: BoneDrugRecord[]) =>
  treatmentStatus(questionOf(inputs({ context: context({ boneDrugs }) }), policy(), AS_OF)).kind;

const denosumab = (lastRecordedOn: string | undefined, changes: Partial<BoneDrugRecord> = {}) =>
  use({ drug: 'denosumab', evidence: 'administered', lastRecordedOn, ongoing: false, ...changes });

describe('treatment', () => {
  it.each([
    ['nothing', [], 'none-recorded'],
    // 15 months after 2025-02-20 is 2026-05-20.
    ['a prescription of 15 months ago', [use({ lastRecordedOn: '2025-02-20' })], 'current'],
    ['a prescription of 15 months and a day ago', [use({ lastRecordedOn: '2025-02-19' })], 'lapsed'],
    ['a prescription of this year that was stopped', [use({ stoppedOn: '2026-03-01' })], 'lapsed'],
    ['one stopped and renewed on one day', [use({ stoppedOn: '2026-01-10' }), use({})], 'current'],
    ['tablets without a date on an active list', [use({ lastRecordedOn: undefined })], 'current'],
    [
      'tablets without a date on a closed list',
      [use({ lastRecordedOn: undefined, ongoing: false })],
      'lapsed',
    ],
    ['a prescription of tomorrow', [use({ lastRecordedOn: '2026-05-21' })], 'none-recorded'],
    [
      'tablets dispensed in 2023 and prescribed this year',
      [use({ evidence: 'dispensed', lastRecordedOn: '2023-01-01' }), use({})],
      'current',
    ],
    [
      'teriparatide of 3 months ago',
      [use({ drug: 'teriparatide', lastRecordedOn: '2026-02-20' })],
      'current',
    ],
    [
      'teriparatide of 3 months and a day ago',
      [use({ drug: 'teriparatide', lastRecordedOn: '2026-02-19' })],
      'lapsed',
    ],
    ['a dose of denosumab of 7 months ago', [denosumab('2025-10-20')], 'current'],
    ['a dose of denosumab of 7 months and a day ago', [denosumab('2025-10-19')], 'denosumab-gap'],
    ['denosumab of 2025 without a day', [denosumab('2025')], 'denosumab-gap'],
    ['denosumab without a date', [denosumab(undefined, { ongoing: true })], 'denosumab-gap'],
    [
      'a stopped denosumab order after its dose',
      [denosumab('2026-02-01', { stoppedOn: '2026-02-02' })],
      'current',
    ],
    ['denosumab for cancer', [denosumab('2026-02-01', { doseUse: 'oncology' })], 'none-recorded'],
    ['denosumab followed by tablets', [denosumab('2024-02-01'), use({})], 'current'],
    [
      'denosumab followed by tablets that ended too',
      [denosumab('2022-02-01'), use({ lastRecordedOn: '2023-02-01' })],
      'lapsed',
    ],
    [
      'tablets followed by denosumab that ran out',
      [use({ lastRecordedOn: '2021-02-01' }), denosumab('2023-02-01')],
      'denosumab-gap',
    ],
  ])('by %s is %s', (_, records, expected) => {
    expect(status(...(records as BoneDrugRecord[]))).toBe(expected);
  });
});
