import type { BoneDrugRecord, DxaTScore } from '../../../src/core/patient/patient-context.ts';
import { dxaResultsOf } from '../../../src/core/validation/dxa-of-record.ts';

const t = (region: DxaTScore['region'], value: number, change: Partial<DxaTScore> = {}): DxaTScore => ({
  region,
  vertebrae: undefined,
  value,
  comparator: undefined,
  measuredOn: '2026-03-01',
  reference: 'Observation/1',
  ...change,
});
const drug = (change: Partial<BoneDrugRecord>): BoneDrugRecord => ({
  drug: 'alendronate',
  doseUse: 'osteoporosis',
  evidence: 'ordered',
  lastRecordedOn: '2026-01-10',
  stoppedOn: undefined,
  ongoing: true,
  reference: 'MedicationRequest/1',
  ...change,
});
const resultsOf = (tScores: readonly DxaTScore[], boneDrugs: readonly BoneDrugRecord[] = []) =>
  dxaResultsOf({ patientId: 'p', tScores, dxaStudies: [], boneDrugs });

test('one result a day: the spine, and the lowest of the hip', () => {
  const tScores = [
    t('lumbar-spine', -1.2),
    t('total-hip', -2.1),
    t('femoral-neck', -2.6),
    t('lumbar-spine', -1.4, { measuredOn: '2024-02-02' }),
  ];
  expect(resultsOf(tScores)).toEqual([
    {
      personId: 'p',
      performedOn: '2024-02-02',
      spineTScore: -1.4,
      hipTScore: undefined,
      treatmentStarts: [],
    },
    { personId: 'p', performedOn: '2026-03-01', spineTScore: -1.2, hipTScore: -2.6, treatmentStarts: [] },
  ]);
});

test.each<[string, DxaTScore, number | undefined]>([
  ['of two vertebrae', t('lumbar-spine', -2.6, { vertebrae: 2 }), -2.6],
  ['said to be below -2.5', t('lumbar-spine', -2.5, { comparator: '<' }), -2.5],
  ['said to be above -2', t('lumbar-spine', -2, { comparator: '>' }), -2],
  // may be -2.6 as well as -1
  ['said to be below -1', t('lumbar-spine', -1, { comparator: '<' }), undefined],
  ['said to be at or above -2.5', t('lumbar-spine', -2.5, { comparator: '>=' }), undefined],
])('a spine T-score %s', (_, tScore, expected) => {
  expect(resultsOf([tScore]).map(({ spineTScore }) => spineTScore)).toEqual([expected]);
});

test.each<[string, DxaTScore]>([
  ['of one vertebra', t('lumbar-spine', -3, { vertebrae: 1 })],
  ['of the forearm', t('forearm-one-third', -3)],
  ['of a month without a day', t('lumbar-spine', -3, { measuredOn: '2026-03' })],
])('a T-score %s gives no result', (_, tScore) => {
  expect(resultsOf([tScore])).toEqual([]);
});

test('a central DXA without a T-score stays, so that its loss is counted; a peripheral one does not', () => {
  const dxaStudies = [
    { extent: 'central', performedOn: '2026-03-05', reference: 'Procedure/1' },
    { extent: 'peripheral', performedOn: '2026-03-06', reference: 'Procedure/2' },
  ] as const;
  expect(dxaResultsOf({ patientId: 'p', tScores: [], dxaStudies, boneDrugs: [] })).toMatchObject([
    { performedOn: '2026-03-05', spineTScore: undefined, hipTScore: undefined },
  ]);
});

test('a treatment starts on the first day of its drug; a refill and a dose against cancer start nothing', () => {
  const [result] = resultsOf(
    [t('lumbar-spine', -2)],
    [
      drug({ lastRecordedOn: '2026-02-01' }),
      drug({ firstRecordedOn: '2024-05', lastRecordedOn: '2026-01-01' }),
      drug({ drug: 'denosumab', doseUse: 'oncology', lastRecordedOn: '2026-02-20' }),
      drug({ drug: 'zoledronic-acid', lastRecordedOn: '2026-02-25' }),
      drug({ drug: 'raloxifene', lastRecordedOn: undefined }),
    ],
  );
  expect(result?.treatmentStarts).toEqual(['2024-05', '2026-02-25']);
});
