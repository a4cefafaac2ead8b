import type { PatientStory } from './story.ts';

const OSTEOPOROSIS = {
  icd10: 'M81.0',
  display: 'Age-related osteoporosis without current pathological fracture',
};
const DENOSUMAB = { name: 'Denosumab 60 MG/ML Prefilled Syringe' };
const DENOSUMAB_DOSE = { value: 60, unit: 'mg', route: 'subcutaneous' };
const BACK_PAIN = { icd10: 'M54.50', display: 'Low back pain, unspecified' };

/** Patients whose record already answers, or goes before, the question of a DXA. */
export const knownBoneStories: readonly PatientStory[] = [
  {
    id: 'P04',
    title: 'Vertebral fracture recorded after 50, no treatment',
    person: {
      given: 'Ines',
      family: 'Hollowell',
      gender: 'female',
      birthDate: '1945-06-22',
      weightKg: 71.3,
      heightCm: 162.9,
      lumbarTScore: -3.7,
    },
    filmReport: 'Degenerative change. No new fracture.',
    tell: (chart) => {
      chart.condition(
        {
          icd10: 'S22.080A',
          display: 'Wedge compression fracture of T11-T12 vertebra, initial encounter',
        },
        chart.monthsAgo(5),
      );
    },
  },
  {
    id: 'P05',
    title: 'On alendronate',
    person: {
      given: 'Lucia',
      family: 'Brookfield',
      gender: 'female',
      birthDate: '1960-01-01',
      weightKg: 70.3,
      heightCm: 158.7,
      lumbarTScore: -2.2,
    },
    filmReport: 'Degenerative change. No acute fracture.',
    tell: (chart) => {
      chart
        .dxa(chart.monthsAgo(30), { lumbarSpine: -2.3, totalHip: -1.9, femoralNeck: -2.1 })
        .prescription(
          { name: 'Alendronate 70 MG Oral Tablet', rxnorm: '46041' },
          chart.monthsAgo(3),
          'one tablet weekly',
        );
    },
  },
  {
    id: 'P09',
    title: 'DXA T-score at or under -2.5 two years ago, no treatment',
    person: {
      given: 'Jamila',
      family: 'Fairbank',
      gender: 'female',
      birthDate: '1949-01-01',
      weightKg: 70.8,
      heightCm: 149.8,
      lumbarTScore: -2.7,
    },
    filmReport: 'No acute fracture.',
    tell: (chart, { lumbarTScore }) => {
      chart.dxa(chart.monthsAgo(26), { lumbarSpine: lumbarTScore, totalHip: -2.1, femoralNeck: -2.4 });
    },
  },
  {
    id: 'P11',
    title: 'DXA eight months ago, T-scores above -1.5',
    person: {
      given: 'Miriam',
      family: 'Stonegate',
      gender: 'female',
      birthDate: '1956-01-15',
      weightKg: 94.2,
      heightCm: 155.7,
      lumbarTScore: 0.2,
    },
    filmReport: 'No acute abnormality.',
    tell: (chart, { lumbarTScore }) => {
      chart.dxa(chart.monthsAgo(8), { lumbarSpine: lumbarTScore, totalHip: -0.6, femoralNeck: -1.1 });
    },
  },
  {
    id: 'P15',
    title: 'DXA ordered, visit booked',
    person: {
      given: 'Nadia',
      family: 'Penrose',
      gender: 'female',
      birthDate: '1957-01-15',
      weightKg: 79.7,
      heightCm: 155.4,
      lumbarTScore: -1.5,
    },
    filmReport: 'Degenerative change. No acute fracture.',
    tell: (chart) => {
      chart
        .condition(BACK_PAIN, chart.monthsAgo(2))
        .dxaOrder(chart.monthsAgo(1))
        .appointment(chart.inDays(6), 'DXA of spine and hip');
    },
  },
  {
    id: 'P17',
    title: 'Denosumab: last dose nine months ago, nothing after it',
    person: {
      given: 'Katrin',
      family: 'Ashdown',
      gender: 'female',
      birthDate: '1962-01-01',
      weightKg: 69.5,
      heightCm: 151.9,
      lumbarTScore: -3,
    },
    filmReport: 'No new fracture.',
    tell: (chart) => {
      chart
        .condition(OSTEOPOROSIS, chart.monthsAgo(50))
        .dxa(chart.monthsAgo(40), { lumbarSpine: -3.1, totalHip: -2.6, femoralNeck: -2.7 })
        .administration(DENOSUMAB, chart.monthsAgo(21), DENOSUMAB_DOSE)
        .administration(DENOSUMAB, chart.monthsAgo(15), DENOSUMAB_DOSE)
        .administration(DENOSUMAB, chart.monthsAgo(9), DENOSUMAB_DOSE);
    },
  },
];
