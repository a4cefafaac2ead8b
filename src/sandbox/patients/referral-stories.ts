import type { PatientStory } from './story.ts';

const BACK_PAIN = { icd10: 'M54.50', display: 'Low back pain, unspecified' };
const DEGENERATIVE = 'Moderate degenerative change at L4-L5. No acute fracture.';

/** Patients in whom a film can change what is done next: the AI basis beside each guideline basis. */
export const referralStories: readonly PatientStory[] = [
  {
    id: 'P01',
    title: 'Woman over 65, back pain, never had a DXA',
    demographics: { given: 'Ada', family: 'Sandhill', gender: 'female', birthDate: '1955-03-12' },
    filmReport: DEGENERATIVE,
    tell: (chart) => {
      chart
        .condition(BACK_PAIN, chart.monthsAgo(3))
        .condition({ icd10: 'I10', display: 'Essential (primary) hypertension' }, chart.monthsAgo(96))
        .weightAndHeight(58, 161)
        .prescription({ name: 'Lisinopril 10 MG Oral Tablet' }, chart.monthsAgo(20), 'one tablet daily')
        .appointment(chart.inDays(1), 'Follow-up: back pain');
    },
  },
  {
    id: 'P02',
    title: 'Woman 50 to 64, postmenopausal, light body weight',
    demographics: { given: 'Birgit', family: 'Lowmoor', gender: 'female', birthDate: '1965-07-30' },
    filmReport: DEGENERATIVE,
    tell: (chart) => {
      chart
        .condition(BACK_PAIN, chart.monthsAgo(2))
        .condition({ icd10: 'Z78.0', display: 'Asymptomatic menopausal state' }, chart.monthsAgo(90))
        .weightAndHeight(49, 158)
        .appointment(chart.inDays(1), 'Annual visit');
    },
  },
  {
    id: 'P03',
    title: 'Woman 50 to 64, postmenopausal, no other risk recorded',
    demographics: { given: 'Carmen', family: 'Ridgewell', gender: 'female', birthDate: '1969-11-04' },
    filmReport: 'No acute abnormality.',
    tell: (chart) => {
      chart
        .condition(BACK_PAIN, chart.monthsAgo(1))
        .condition({ icd10: 'Z78.0', display: 'Asymptomatic menopausal state' }, chart.monthsAgo(60))
        .weightAndHeight(82, 167);
    },
  },
  {
    id: 'P04',
    title: 'Man of 70 or more, never had a DXA',
    demographics: { given: 'Dieter', family: 'Oakfen', gender: 'male', birthDate: '1950-01-19' },
    filmReport: 'Marginal osteophytes at several levels. No acute fracture.',
    tell: (chart) => {
      chart
        .condition(BACK_PAIN, chart.monthsAgo(2))
        .weightAndHeight(66, 174)
        .prescription({ name: 'Tamsulosin 0.4 MG Oral Capsule' }, chart.monthsAgo(14), 'one capsule daily');
    },
  },
  {
    id: 'P05',
    title: 'Man 50 to 69 on a long glucocorticoid course',
    demographics: { given: 'Emeka', family: 'Thornbury', gender: 'male', birthDate: '1962-09-08' },
    filmReport: 'No acute fracture.',
    tell: (chart) => {
      chart
        .condition({ icd10: 'M35.3', display: 'Polymyalgia rheumatica' }, chart.monthsAgo(9))
        .prescription({ name: 'Prednisone 10 MG Oral Tablet' }, chart.monthsAgo(8), 'one tablet daily')
        .weightAndHeight(71, 177);
    },
  },
  {
    id: 'P06',
    title: 'Man 50 to 69 without a risk factor on record',
    demographics: { given: 'Farid', family: 'Westlake', gender: 'male', birthDate: '1964-05-21' },
    filmReport: 'No acute abnormality.',
    tell: (chart) => {
      chart.condition(BACK_PAIN, chart.monthsAgo(1)).weightAndHeight(86, 181);
    },
  },
  {
    id: 'P07',
    title: 'Woman under 50',
    demographics: { given: 'Greta', family: 'Marsh', gender: 'female', birthDate: '1983-02-02' },
    filmReport: 'No fracture. Disc heights preserved.',
    tell: (chart) => {
      chart.condition(BACK_PAIN, chart.monthsAgo(1)).weightAndHeight(64, 169);
    },
  },
  {
    id: 'P08',
    title: 'Woman over 65 whose film may give no flag',
    demographics: { given: 'Hana', family: 'Elmcroft', gender: 'female', birthDate: '1958-12-17' },
    filmReport: DEGENERATIVE,
    tell: (chart) => {
      chart
        .condition(BACK_PAIN, chart.monthsAgo(2))
        .condition(
          { icd10: 'E11.9', display: 'Type 2 diabetes mellitus without complications' },
          chart.monthsAgo(70),
        )
        .weightAndHeight(79, 163);
    },
  },
];
