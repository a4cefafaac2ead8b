import type { PatientStory } from './story.ts';

const DENOSUMAB_DOSE = { value: 60, unit: 'mg', route: 'subcutaneous' };

/** Patients whose record already answers, or goes before, the question of a DXA. */
export const knownBoneStories: readonly PatientStory[] = [
  {
    id: 'P09',
    title: 'Vertebral fracture recorded after 50, no treatment',
    demographics: { given: 'Ines', family: 'Hollowell', gender: 'female', birthDate: '1951-08-25' },
    filmReport: 'Wedge deformity of L1, unchanged from the earlier film. No new fracture.',
    tell: (chart) => {
      chart
        .condition(
          {
            icd10: 'S32.010A',
            display: 'Wedge compression fracture of first lumbar vertebra, initial encounter',
          },
          chart.monthsAgo(5),
        )
        .weightAndHeight(55, 156);
    },
  },
  {
    id: 'P10',
    title: 'DXA T-score at or under -2.5 two years ago, no treatment',
    demographics: { given: 'Jamal', family: 'Fairbank', gender: 'male', birthDate: '1949-04-11' },
    filmReport: 'No acute fracture.',
    tell: (chart) => {
      chart
        .dxa(chart.monthsAgo(26), { lumbarSpine: -2.8, totalHip: -2.1, femoralNeck: -2.4 })
        .weightAndHeight(62, 170);
    },
  },
  {
    id: 'P11',
    title: 'Denosumab: last dose nine months ago, nothing after it',
    demographics: { given: 'Katrin', family: 'Ashdown', gender: 'female', birthDate: '1952-10-06' },
    filmReport: 'No new fracture.',
    tell: (chart) => {
      chart
        .condition(
          { icd10: 'M81.0', display: 'Age-related osteoporosis without current pathological fracture' },
          chart.monthsAgo(50),
        )
        .dxa(chart.monthsAgo(40), { lumbarSpine: -3.1, totalHip: -2.6, femoralNeck: -2.7 })
        .administration({ name: 'Denosumab 60 MG/ML Prefilled Syringe' }, chart.monthsAgo(21), DENOSUMAB_DOSE)
        .administration({ name: 'Denosumab 60 MG/ML Prefilled Syringe' }, chart.monthsAgo(15), DENOSUMAB_DOSE)
        .administration({ name: 'Denosumab 60 MG/ML Prefilled Syringe' }, chart.monthsAgo(9), DENOSUMAB_DOSE)
        .weightAndHeight(60, 162);
    },
  },
  {
    id: 'P12',
    title: 'On alendronate',
    demographics: { given: 'Lucia', family: 'Brookfield', gender: 'female', birthDate: '1954-06-14' },
    filmReport: 'Degenerative change. No acute fracture.',
    tell: (chart) => {
      chart
        .condition(
          { icd10: 'M81.0', display: 'Age-related osteoporosis without current pathological fracture' },
          chart.monthsAgo(20),
        )
        .dxa(chart.monthsAgo(20), { lumbarSpine: -2.7, totalHip: -2.0, femoralNeck: -2.3 })
        .prescription(
          { name: 'Alendronate 70 MG Oral Tablet', rxnorm: '46041' },
          chart.monthsAgo(3),
          'one tablet weekly',
        )
        .weightAndHeight(57, 160);
    },
  },
  {
    id: 'P13',
    title: 'DXA eight months ago, T-scores above -1.5',
    demographics: { given: 'Miriam', family: 'Stonegate', gender: 'female', birthDate: '1956-01-28' },
    filmReport: 'No acute abnormality.',
    tell: (chart) => {
      chart
        .dxa(chart.monthsAgo(8), { lumbarSpine: -0.9, totalHip: -0.6, femoralNeck: -1.1 })
        .weightAndHeight(74, 165);
    },
  },
  {
    id: 'P14',
    title: 'DXA ordered, visit booked',
    demographics: { given: 'Nadia', family: 'Penrose', gender: 'female', birthDate: '1957-03-03' },
    filmReport: 'Degenerative change. No acute fracture.',
    tell: (chart) => {
      chart
        .condition({ icd10: 'M54.50', display: 'Low back pain, unspecified' }, chart.monthsAgo(2))
        .dxaOrder(chart.monthsAgo(1))
        .appointment(chart.inDays(6), 'DXA of spine and hip')
        .weightAndHeight(61, 164);
    },
  },
];
