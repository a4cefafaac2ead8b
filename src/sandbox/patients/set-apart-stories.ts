import type { PatientStory } from './story.ts';

const BACK_PAIN = { icd10: 'M54.50', display: 'Low back pain, unspecified' };

/** Patients for whom no card is right, and films that cannot count. */
export const setApartStories: readonly PatientStory[] = [
  {
    id: 'P10',
    title: 'Film more than two years old',
    person: {
      given: 'Petra',
      family: 'Longmead',
      gender: 'female',
      birthDate: '1964-06-08',
      weightKg: 57.6,
      heightCm: 166.1,
      lumbarTScore: -1.7,
    },
    filmReport: 'No acute abnormality.',
    tell: (chart) => {
      chart
        .condition(BACK_PAIN, chart.monthsAgo(30))
        .condition({ icd10: 'Z78.0', display: 'Asymptomatic menopausal state' }, chart.monthsAgo(120));
    },
  },
  {
    id: 'P14',
    title: 'Receiving hospice care',
    person: {
      given: 'Olga',
      family: 'Winterfold',
      gender: 'female',
      birthDate: '1941-06-08',
      weightKg: 66.2,
      heightCm: 158,
      lumbarTScore: -3.1,
    },
    filmReport: 'Diffuse degenerative change.',
    tell: (chart) => {
      chart.condition({ icd10: 'Z51.5', snomed: '385763009', display: 'Hospice care' }, chart.monthsAgo(1));
    },
  },
  {
    id: 'P16',
    title: 'Film of another person under this record number',
    person: {
      given: 'Pia',
      family: 'Greenhurst',
      gender: 'female',
      birthDate: '1953-05-09',
      weightKg: 63,
      heightCm: 160,
      lumbarTScore: -1.6,
    },
    filmReport: 'No acute fracture.',
    filmsOfAnother: true,
    tell: (chart) => {
      chart.condition(BACK_PAIN, chart.monthsAgo(2));
    },
  },
  {
    id: 'P18',
    title: 'AP film that went out inverted',
    person: {
      given: 'Quirina',
      family: 'Millward',
      gender: 'female',
      birthDate: '1953-06-08',
      weightKg: 59.8,
      heightCm: 158.4,
      lumbarTScore: -2.3,
    },
    filmReport: 'Degenerative change. No acute fracture.',
    tell: (chart) => {
      chart.condition(BACK_PAIN, chart.monthsAgo(1));
    },
  },
  {
    id: 'P19',
    title: 'Woman over 65, no lumbar film',
    person: {
      given: 'Rosa',
      family: 'Dunmore',
      gender: 'female',
      birthDate: '1956-11-22',
      weightKg: 68,
      heightCm: 163,
      lumbarTScore: -1.9,
    },
    filmReport: '',
    tell: (chart) => {
      chart.condition({ icd10: 'E03.9', display: 'Hypothyroidism, unspecified' }, chart.monthsAgo(30));
    },
  },
];
