import type { PatientStory } from './story.ts';

const BACK_PAIN = { icd10: 'M54.50', display: 'Low back pain, unspecified' };

/** Patients for whom no card is right, and films that a model must refuse. */
export const setApartStories: readonly PatientStory[] = [
  {
    id: 'P15',
    title: 'Receiving hospice care',
    demographics: { given: 'Olga', family: 'Winterfold', gender: 'female', birthDate: '1939-09-15' },
    filmReport: 'Diffuse degenerative change.',
    tell: (chart) => {
      chart
        .condition({ icd10: 'Z51.5', snomed: '385763009', display: 'Hospice care' }, chart.monthsAgo(1))
        .weightAndHeight(47, 155);
    },
  },
  {
    id: 'P16',
    title: 'Film of another person under this record number',
    demographics: { given: 'Pia', family: 'Greenhurst', gender: 'female', birthDate: '1953-05-09' },
    filmReport: 'No acute fracture.',
    tell: (chart) => {
      chart.condition(BACK_PAIN, chart.monthsAgo(2)).weightAndHeight(63, 160);
    },
  },
  {
    id: 'P17',
    title: 'Film not fit to be scored',
    demographics: { given: 'Qadir', family: 'Millward', gender: 'male', birthDate: '1948-02-23' },
    filmReport: 'Posterior fusion hardware L3 to L5, intact.',
    tell: (chart) => {
      chart
        .condition({ icd10: 'Z98.1', display: 'Arthrodesis status' }, chart.monthsAgo(40))
        .weightAndHeight(77, 172);
    },
  },
  {
    id: 'P18',
    title: 'Woman over 65, no lumbar film',
    demographics: { given: 'Rosa', family: 'Dunmore', gender: 'female', birthDate: '1956-11-22' },
    filmReport: '',
    tell: (chart) => {
      chart
        .condition({ icd10: 'E03.9', display: 'Hypothyroidism, unspecified' }, chart.monthsAgo(30))
        .weightAndHeight(68, 163);
    },
  },
];
