import { EN_REASONS, EN_NO_CARD } from './en-reasons.ts';
import { EN_FACTS, EN_FILM_REFUSALS, EN_WORDS } from './en-facts.ts';
import type { Messages } from './messages.ts';

const FILM = 'Lumbar film of {filmDate}: {outcome}.';
const CONSIDER = 'Consider DXA of {sites}.';
const TOOL_FIRST = 'USPSTF advises a clinical risk assessment before DXA at this age.';

/** English. */
export const EN: Messages = {
  prefix: { simulated: 'Research model, simulated training:', research: 'Research model:' },
  summary: {
    'fracture-pathway':
      'Recorded fracture of {site}, {date}. If low-trauma, evaluate and treat for osteoporosis; do not wait for DXA.',
    'fracture-denosumab-gap':
      'Recorded fracture of {site}, {date}; denosumab last recorded {drugDate}. Confirm the dose or start follow-on therapy.',
    'osteoporosis-untreated': 'Osteoporosis on record ({evidence}); no treatment found. Check treatment.',
    'osteoporosis-treatment-lapsed':
      'Osteoporosis on record ({evidence}); {drug} last recorded {drugDate}. Check whether the pause is planned.',
    'osteoporosis-denosumab-gap':
      'Denosumab last recorded {drugDate}. Confirm the dose or start follow-on therapy; do not wait for DXA.',
    'denosumab-gap':
      'Denosumab last recorded {drugDate}. Confirm the dose or start follow-on therapy; do not wait for DXA.',
    'order-dxa-within-interval':
      'A DXA of {date} is on record. The usual interval ends on {repeatFrom}. Please check this order.',
    'order-dxa-second-order':
      'A DXA is already being ordered or scheduled ({date}). This order would be a second one.',
    'order-dxa-tool-first': `${TOOL_FIRST} No positive risk tool is on record.`,
    'ai-woman-65': `${FILM} ${CONSIDER}`,
    'ai-woman-50-64-tool-positive': `${FILM} A risk tool is positive. ${CONSIDER}`,
    'ai-woman-50-64-other-indication': `${FILM} ${CONSIDER}`,
    'ai-woman-50-64-tool-first': `${FILM} ${TOOL_FIRST}`,
    'ai-man-70': `${FILM} ${CONSIDER}`,
    'ai-man-50-69-risk-factor': `${FILM} ${CONSIDER}`,
    'guideline-woman-65':
      'DXA is advised from 65 years (USPSTF grade B); none within the interval is on record.',
    'guideline-woman-50-64-tool-positive':
      'A risk tool is positive and no DXA within the interval is on record. Consider DXA.',
    'guideline-woman-50-64-other-indication':
      'A risk factor for osteoporosis is on record and no DXA within the interval. Consider DXA.',
    'guideline-woman-50-64-tool-first': TOOL_FIRST,
    'guideline-man-70':
      'Man of 70 or over without DXA on record. ISCD and BHOF: DXA indicated; USPSTF: evidence insufficient.',
    'guideline-man-50-69-risk-factor':
      'Man with a risk factor and no DXA on record. ISCD and BHOF: DXA indicated; USPSTF: evidence insufficient.',
  },
  advice: {
    'fracture-pathway':
      'If low-trauma, evaluate and treat for osteoporosis; DXA is for baseline and must not delay treatment.',
    'fracture-denosumab-gap':
      'If low-trauma, evaluate and treat for osteoporosis; DXA is for baseline and must not delay treatment.',
    'osteoporosis-untreated': 'Discuss treatment, or record the plan if there is one.',
    'osteoporosis-treatment-lapsed':
      'A pause after years of a bisphosphonate can be planned: confirm the plan or resume.',
    'osteoporosis-denosumab-gap': 'Confirm the dose or start follow-on therapy; do not wait for DXA.',
    'denosumab-gap': 'Confirm the dose or start follow-on therapy; do not wait for DXA.',
    'order-dxa-within-interval':
      'Medicare covers a repeat after 23 full months have passed following the month of the last test, with exceptions (42 CFR 410.31). A repeat can be right; this is for your attention only.',
    'order-dxa-second-order': 'Remove this order, or keep it if the other one is not for the same purpose.',
    'order-dxa-tool-first': 'Complete a risk tool, or keep the order if there is another indication.',
    'ai-woman-65': 'Consider DXA of {sites}. Guidelines advise it at this age whatever the film shows.',
    'ai-woman-50-64-tool-positive': 'Consider DXA of {sites}.',
    'ai-woman-50-64-other-indication': 'Consider DXA of {sites}: a risk factor is on record.',
    'ai-woman-50-64-tool-first':
      'Complete a risk tool first; order DXA if it is positive or another indication exists.',
    'ai-man-70':
      'Consider DXA of {sites}. USPSTF: evidence insufficient in men; ISCD and BHOF: DXA indicated.',
    'ai-man-50-69-risk-factor':
      'Consider DXA of {sites}: a risk factor is on record. USPSTF: evidence insufficient in men; ISCD and BHOF: DXA indicated.',
    'guideline-woman-65': 'Consider DXA of {sites}.',
    'guideline-woman-50-64-tool-positive': 'Consider DXA of {sites}.',
    'guideline-woman-50-64-other-indication': 'Consider DXA of {sites}.',
    'guideline-woman-50-64-tool-first':
      'Complete a risk tool; order DXA if it is positive or another indication exists.',
    'guideline-man-70': 'Consider DXA of {sites}.',
    'guideline-man-50-69-risk-factor': 'Consider DXA of {sites}.',
  },
  reason: EN_REASONS,
  noCard: EN_NO_CARD,
  guideline: {
    'uspstf-2025-women-65': 'USPSTF 2025: screen women of 65 and over (grade B).',
    'uspstf-2025-women-under-65':
      'USPSTF 2025: in postmenopausal women under 65 with a risk factor, assess risk with a clinical tool before DXA (grade B).',
    'uspstf-2025-men': 'USPSTF 2025: evidence insufficient in men (grade I).',
    'iscd-2023': 'ISCD 2023: DXA in women from 65, men from 70, and younger people with risk factors.',
    'bhof-2022': 'BHOF 2022: DXA in women from 65, men from 70, and from 50 with risk factors.',
    'acr-signed-report': 'ACR: DXA when a signed imaging report states osteopenia or a fragility fracture.',
    'medicare-signed-report':
      'Medicare (42 CFR 410.31): covered when a radiograph shows a vertebral abnormality.',
  },
  fact: EN_FACTS,
  filmRefusal: EN_FILM_REFUSALS,
  word: EN_WORDS,
  detail: {
    aiHeading: 'What the film adds',
    guidelineHeading: 'Guidelines, without the film',
    factsHeading: 'From the chart',
    film: 'Lumbar film of {filmDate} ({views}): **{outcome}** for a lumbar-spine DXA T-score of -2.5 or less.',
    probability:
      'Estimated probability for people like this: {value} % (95 % interval of the group estimate {lower} to {upper} %); by age and sex alone {ageSex} %. Fitted on {fittedOn}.',
    noProbability: 'No probability is given: {reason}.',
    noFractures: 'This model does not look for fractures.',
    notForClinicalUse: 'Research model, trained on simulated radiographs, not for clinical use.',
    spineOnly: 'It was trained for the lumbar spine only; the hip can differ.',
    notFlagged: 'Not flagged. This does not exclude osteoporosis or fracture; screen by guideline.',
    denosumab:
      'Denosumab last recorded {drugDate}. Delay or stopping raises the risk of multiple vertebral fractures. Doses given elsewhere may be missing here.',
  },
  card: {
    sourceLabel: 'Trabecula',
    draftOrder: 'Draft a DXA order: {sites}',
    draftOrderAction: 'Create a draft order for DXA of {sites}, to be reviewed and signed',
    removeOrder: 'Remove this DXA order',
    removeOrderAction: 'Delete the draft order {order}',
    openApp: 'Show the film and the facts',
    orderText: 'DXA of {sites}',
  },
  override: {
    'action-completed': 'Already done, or being done',
    'patient-refuses': 'Patient declines',
    'cds-not-applicable': 'Does not apply to this patient',
    'patient-contraindication': 'Contraindicated for this patient',
    'recipient-disagrees-evidence': 'I do not agree with the evidence',
    'not-my-patient': 'Not my patient',
  },
};
