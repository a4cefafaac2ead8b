import type { PatientStory } from './story.ts';

const BACK_PAIN = { icd10: 'M54.50', display: 'Low back pain, unspecified' };
const MENOPAUSE = { icd10: 'Z78.0', display: 'Asymptomatic menopausal state' };
const DEGENERATIVE = 'Moderate degenerative change at L4-L5. No acute fracture.';

/** Patients in whom a film can change what is done next: the AI basis beside each guideline basis. */
export const referralStories: readonly PatientStory[] = [
  {
    id: 'P01',
    title: 'Woman over 65, back pain, never had a DXA',
    person: {
      given: 'Ada',
      family: 'Sandhill',
      gender: 'female',
      birthDate: '1954-01-01',
      weightKg: 62.8,
      heightCm: 159.7,
      lumbarTScore: -3.2,
    },
    filmReport: DEGENERATIVE,
    tell: (chart) => {
      chart
        .condition(BACK_PAIN, chart.monthsAgo(3))
        .condition({ icd10: 'I10', display: 'Essential (primary) hypertension' }, chart.monthsAgo(96))
        .prescription({ name: 'Lisinopril 10 MG Oral Tablet' }, chart.monthsAgo(20), 'one tablet daily')
        .appointment(chart.inDays(1), 'Follow-up: back pain');
    },
  },
  {
    id: 'P02',
    title: 'Woman 50 to 64, postmenopausal, risk tool first',
    person: {
      given: 'Birgit',
      family: 'Lowmoor',
      gender: 'female',
      birthDate: '1968-06-08',
      weightKg: 67.1,
      heightCm: 157.7,
      lumbarTScore: -3,
    },
    filmReport: DEGENERATIVE,
    tell: (chart) => {
      chart
        .condition(BACK_PAIN, chart.monthsAgo(2))
        .condition(MENOPAUSE, chart.monthsAgo(90))
        .appointment(chart.inDays(1), 'Annual visit');
    },
  },
  {
    id: 'P03',
    title: 'Woman over 65 with a film, never had a DXA',
    person: {
      given: 'Carmen',
      family: 'Ridgewell',
      gender: 'female',
      birthDate: '1958-01-15',
      weightKg: 83.7,
      heightCm: 159.4,
      lumbarTScore: -0.9,
    },
    filmReport: 'No acute abnormality.',
    tell: (chart) => {
      chart
        .condition(BACK_PAIN, chart.monthsAgo(1))
        .condition(
          { icd10: 'E11.9', display: 'Type 2 diabetes mellitus without complications' },
          chart.monthsAgo(70),
        );
    },
  },
  {
    id: 'P06',
    title: 'Woman 50 to 64, postmenopausal, no other risk recorded',
    person: {
      given: 'Farida',
      family: 'Westlake',
      gender: 'female',
      birthDate: '1972-06-08',
      weightKg: 62.3,
      heightCm: 167,
      lumbarTScore: -0.8,
    },
    filmReport: 'No acute abnormality.',
    tell: (chart) => {
      chart.condition(BACK_PAIN, chart.monthsAgo(1)).condition(MENOPAUSE, chart.monthsAgo(30));
    },
  },
  {
    id: 'P07',
    title: 'Man of 70 or more, never had a DXA',
    person: {
      given: 'Dieter',
      family: 'Oakfen',
      gender: 'male',
      birthDate: '1952-01-15',
      weightKg: 63.5,
      heightCm: 178.7,
      lumbarTScore: -3,
    },
    filmReport: 'Marginal osteophytes at several levels. No acute fracture.',
    tell: (chart) => {
      chart
        .condition(BACK_PAIN, chart.monthsAgo(2))
        .prescription({ name: 'Tamsulosin 0.4 MG Oral Capsule' }, chart.monthsAgo(14), 'one capsule daily');
    },
  },
  {
    id: 'P08',
    title: 'Man 50 to 69 on a long glucocorticoid course',
    person: {
      given: 'Emeka',
      family: 'Thornbury',
      gender: 'male',
      birthDate: '1963-06-22',
      weightKg: 97.4,
      heightCm: 175.7,
      lumbarTScore: 0.1,
    },
    filmReport: 'No acute fracture.',
    tell: (chart) => {
      chart
        .condition({ icd10: 'M35.3', display: 'Polymyalgia rheumatica' }, chart.monthsAgo(9))
        .prescription({ name: 'Prednisone 10 MG Oral Tablet' }, chart.monthsAgo(8), 'one tablet daily');
    },
  },
  {
    id: 'P12',
    title: 'Woman under 50',
    person: {
      given: 'Greta',
      family: 'Marsh',
      gender: 'female',
      birthDate: '1981-06-22',
      weightKg: 52.2,
      heightCm: 164.8,
      lumbarTScore: -0.7,
    },
    filmReport: 'No fracture. Disc heights preserved.',
    tell: (chart) => {
      chart.condition(BACK_PAIN, chart.monthsAgo(1));
    },
  },
  {
    id: 'P13',
    title: 'Man under 50',
    person: {
      given: 'Henrik',
      family: 'Elmcroft',
      gender: 'male',
      birthDate: '1979-01-01',
      weightKg: 99.3,
      heightCm: 174.7,
      lumbarTScore: 0.2,
    },
    filmReport: 'No fracture. Disc heights preserved.',
    tell: (chart) => {
      chart.condition(BACK_PAIN, chart.monthsAgo(4));
    },
  },
];
