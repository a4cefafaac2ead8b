import type { GuidelineSource } from './decision.ts';
import { personFacts } from './fact-of.ts';
import type { Fact } from './facts.ts';
import { indicationFacts, osteopeniaFacts, signedReportFacts } from './indications.ts';
import { menopauseState } from './menopause.ts';
import type { Question } from './question.ts';
import type { ReasonCode } from './reason-codes.ts';
import { toolFindings } from './tool-findings.ts';

export const SCREENING_GROUPS = [
  'age-unknown',
  'sex-unknown',
  'under-50',
  'woman-premenopausal',
  'woman-65',
  'woman-50-64-other-indication',
  'woman-50-64-tool-positive',
  'woman-50-64-tool-not-positive',
  'woman-50-64-tool-first',
  'man-70',
  'man-50-69-risk-factor',
  'man-50-69-no-risk-factor',
] as const;
export type ScreeningGroup = (typeof SCREENING_GROUPS)[number];

export interface GroupRow {
  /** What guidelines advise for the group without any film. */
  readonly advises: 'dxa' | 'risk-assessment' | 'nothing';
  readonly basis: readonly GuidelineSource[];
  readonly aiReason: ReasonCode;
  readonly guidelineReason: ReasonCode | undefined;
  readonly men: boolean;
}

const MEN: readonly GuidelineSource[] = ['uspstf-2025-men', 'iscd-2023', 'bhof-2022'];
const WOMEN_UNDER_65: readonly GuidelineSource[] = ['uspstf-2025-women-under-65'];

const row = (
  advises: GroupRow['advises'],
  basis: readonly GuidelineSource[],
  aiReason: ReasonCode,
  guidelineReason: ReasonCode | undefined,
  men = false,
): GroupRow => ({ advises, basis, aiReason, guidelineReason, men });

/** Row 9 and 10 of the decision list, group by group. Premenopausal women and everybody under 50 get no T-score card. */
export const GROUP_ROWS: Readonly<Record<ScreeningGroup, GroupRow>> = {
  'age-unknown': row('nothing', [], 'ai-age-unknown', undefined),
  'sex-unknown': row('nothing', [], 'ai-sex-unknown', undefined),
  'under-50': row('nothing', [], 'ai-under-50', undefined),
  'woman-premenopausal': row('nothing', [], 'ai-woman-premenopausal', undefined),
  'woman-65': row(
    'dxa',
    ['uspstf-2025-women-65', 'iscd-2023', 'bhof-2022'],
    'ai-woman-65',
    'guideline-woman-65',
  ),
  'woman-50-64-other-indication': row(
    'dxa',
    ['iscd-2023', 'bhof-2022'],
    'ai-woman-50-64-other-indication',
    'guideline-woman-50-64-other-indication',
  ),
  'woman-50-64-tool-positive': row(
    'dxa',
    WOMEN_UNDER_65,
    'ai-woman-50-64-tool-positive',
    'guideline-woman-50-64-tool-positive',
  ),
  'woman-50-64-tool-not-positive': row(
    'nothing',
    WOMEN_UNDER_65,
    'ai-woman-50-64-tool-not-positive',
    undefined,
  ),
  'woman-50-64-tool-first': row(
    'risk-assessment',
    WOMEN_UNDER_65,
    'ai-woman-50-64-tool-first',
    'guideline-woman-50-64-tool-first',
  ),
  'man-70': row('dxa', MEN, 'ai-man-70', 'guideline-man-70', true),
  'man-50-69-risk-factor': row(
    'dxa',
    MEN,
    'ai-man-50-69-risk-factor',
    'guideline-man-50-69-risk-factor',
    true,
  ),
  'man-50-69-no-risk-factor': row('nothing', MEN, 'ai-man-50-69-no-risk-factor', undefined, true),
};

export interface GroupFinding extends GroupRow {
  readonly group: ScreeningGroup;
  readonly facts: readonly Fact[];
}

/** The one group of this patient. A border of age counts as crossed only when the birth date makes it certain. */
export function screeningGroup(question: Question): GroupFinding {
  const person = personFacts(question);
  const finding = (group: ScreeningGroup, facts: readonly Fact[] = []): GroupFinding => {
    const signed = facts.some(({ kind }) => kind === 'signed-report') ? [] : signedReportFacts(question);
    const all = [...person, ...facts, ...signed, ...osteopeniaFacts(question)];
    const row = GROUP_ROWS[group];
    const cited = all.some(({ kind }) => kind === 'signed-report') && row.advises === 'dxa';
    const basis: readonly GuidelineSource[] = cited
      ? [...row.basis, 'acr-signed-report', 'medicare-signed-report']
      : row.basis;
    return { ...row, basis, group, facts: all };
  };
  const { ageYears, sex, thresholds } = question;
  if (ageYears === undefined) return finding('age-unknown');
  if (sex === undefined) return finding('sex-unknown');
  return sex === 'female'
    ? womanGroup(question, ageYears.least, thresholds, finding)
    : manGroup(question, ageYears.least, thresholds, finding);
}

type Finding = (group: ScreeningGroup, facts?: readonly Fact[]) => GroupFinding;

function womanGroup(
  question: Question,
  age: number,
  { womenScreenFromYears, womenRiskToolFromYears }: Question['thresholds'],
  finding: Finding,
): GroupFinding {
  if (age >= womenScreenFromYears) return finding('woman-65');
  if (age < womenRiskToolFromYears) return finding('under-50');
  const menopause = menopauseFact(question);
  if (menopause.kind === 'menopause' && menopause.state === 'premenopausal')
    return finding('woman-premenopausal', [menopause]);
  const indications = indicationFacts(question);
  if (indications.length > 0) return finding('woman-50-64-other-indication', [menopause, ...indications]);
  const tools = toolFindings(question);
  const facts = [menopause, ...tools.facts];
  switch (tools.verdict) {
    case 'positive':
      return finding('woman-50-64-tool-positive', facts);
    case 'not-positive':
      return finding('woman-50-64-tool-not-positive', facts);
    case 'not-assessed':
      return finding('woman-50-64-tool-first', facts);
  }
}

function manGroup(
  question: Question,
  age: number,
  { menScreenFromYears, menWithRiskFactorFromYears }: Question['thresholds'],
  finding: Finding,
): GroupFinding {
  if (age >= menScreenFromYears) return finding('man-70');
  if (age < menWithRiskFactorFromYears) return finding('under-50');
  const indications = indicationFacts(question);
  return indications.length > 0
    ? finding('man-50-69-risk-factor', indications)
    : finding('man-50-69-no-risk-factor');
}

function menopauseFact(question: Question): Fact {
  const state = menopauseState(question);
  if (state !== 'unknown') return { kind: 'menopause', state };
  const { menopause } = question.context;
  return { kind: 'menopause-unknown', reason: menopause.kind === 'absent' ? menopause.reason : 'not-usable' };
}
