/**
 * How sure the source of a number is: "read" in the named source, "to-check" well known and not re-read (unverified),
 * "site" our own proposal that a site may set.
 */
export type FieldState = 'read' | 'to-check' | 'site';

export interface PolicyField {
  readonly unit: string;
  readonly default: number;
  readonly source: string;
  readonly state: FieldState;
}

const field = (unit: string, value: number, state: FieldState, source: string): PolicyField => ({
  unit,
  default: value,
  source,
  state,
});

const USPSTF = 'USPSTF 2025, Osteoporosis to Prevent Fractures: Screening (14 Jan 2025)';
const ISCD = 'ISCD 2023 Official Positions, Adult';
const BHOF = 'BHOF Clinician’s Guide 2022';
const CMS249 = 'CMS249 (Appropriate use of DXA scans in women under 65), eCQM';
const OURS = 'proposal of this project';

/** Every number that a decision compares with, each with its unit, default, source and state. */
export const POLICY_FIELDS = {
  womenScreenFromYears: field('years', 65, 'read', USPSTF),
  womenRiskToolFromYears: field(
    'years',
    50,
    'site',
    `${USPSTF} says postmenopausal; the lower age is a ${OURS}`,
  ),
  menScreenFromYears: field('years', 70, 'read', ISCD),
  menWithRiskFactorFromYears: field('years', 50, 'to-check', BHOF),
  fracturePathwayFromYears: field('years', 50, 'to-check', BHOF),
  osteoporosisTScoreAtOrBelow: field('T-score', -2.5, 'read', 'WHO 1994 definition, as used by Boonrod 2025'),
  minimumVertebrae: field('vertebrae', 2, 'read', ISCD),

  sameExaminationDays: field(
    'days',
    31,
    'site',
    `T-scores of one examination lie this close together; ${OURS}`,
  ),
  dxaIntervalMonths: field(
    'months',
    24,
    'site',
    '42 CFR 410.31: 23 full months after the month of the last test',
  ),
  treatedDxaIntervalMonths: field('months', 12, 'to-check', `${BHOF}: repeat after 1-2 years on therapy`),
  reassuringTScoreAbove: field('T-score', -1.5, 'to-check', 'Gourlay 2012, N Engl J Med 366:225'),
  reassuringDxaHoldsYears: field('years', 5, 'site', `Gourlay 2012, N Engl J Med 366:225; ${OURS}`),
  dxaOrderHoldsMonths: field('months', 12, 'site', OURS),

  denosumabDoseHoldsMonths: field('months', 7, 'site', `dose every 6 months and one month of grace; ${OURS}`),
  zoledronicAcidHoldsMonths: field('months', 24, 'site', OURS),
  oralDrugHoldsMonths: field(
    'months',
    15,
    'site',
    `a yearly prescription and three months of grace; ${OURS}`,
  ),
  anabolicDrugHoldsMonths: field('months', 3, 'site', OURS),
  glucocorticoidFromMonths: field('months', 3, 'to-check', BHOF),

  filmHoldsMonths: field('months', 24, 'site', OURS),
  weightHoldsMonths: field('months', 24, 'site', OURS),
  toolResultHoldsMonths: field('months', 24, 'site', OURS),
  premenopausalHoldsMonths: field('months', 12, 'site', OURS),

  ostPositiveBelow: field('points', 2, 'read', `${CMS249}: OST < 2`),
  oraiPositiveAtOrAbove: field('points', 9, 'read', `${CMS249}: ORAI >= 9`),
  osirisPositiveBelow: field('points', 1, 'to-check', `${CMS249}: OSIRIS < 1`),
  fraxPositiveAtOrAbove: field('percent', 8.4, 'read', `${CMS249}: FRAX major fracture without BMD >= 8.4 %`),

  showingsPerPatient: field('showings', 3, 'site', OURS),
  showingsPerUser: field('showings', 1, 'site', OURS),
  showingsWindowDays: field('days', 30, 'site', OURS),
  sameShowingHours: field('hours', 12, 'site', `a chart that asks again shows the same card; ${OURS}`),
  refusesSnoozeMonths: field('months', 12, 'site', OURS),
  notApplicableSnoozeMonths: field('months', 3, 'site', OURS),
  notMyPatientSnoozeMonths: field('months', 12, 'site', OURS),
  doneSnoozeDays: field('days', 90, 'site', OURS),
  acceptedSnoozeDays: field('days', 90, 'site', OURS),
  otherReasonSnoozeDays: field('days', 30, 'site', OURS),

  dxaPositiveMenNeeded: field('men', 30, 'site', OURS),
  cardsPerHundredOpenings: field('cards', 2, 'site', OURS),
  overrideLimitPercent: field('percent', 90, 'site', OURS),
  overrideWindowDays: field('days', 90, 'site', OURS),
  overrideLimitCards: field('cards', 200, 'site', OURS),
} as const satisfies Record<string, PolicyField>;

export type PolicyFieldName = keyof typeof POLICY_FIELDS;
