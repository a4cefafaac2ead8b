import type { DraftedOrder, WorkListEntry } from '../decision.ts';
import type { Fact } from '../facts.ts';
import type { Question } from '../question.ts';
import type { Rule, RuleMatch } from '../rule.ts';
import { BOTH } from '../rule.ts';
import { screeningGroup, type GroupFinding } from '../screening-group.ts';
import { filmFact } from './film.ts';

/** Row 9 where no AI card follows: the group has none, men are not validated, or an uncertain film has no basis. */
export const aiGroup: Rule = {
  id: 'ai-group',
  silences: ['ai'],
  match(question): RuleMatch | undefined {
    if (question.image.kind !== 'available') return undefined;
    const group = screeningGroup(question);
    const facts = [filmFact(question.image), ...group.facts];
    if (group.advises === 'nothing') return { reasonCode: group.aiReason, facts };
    const { dxaPositiveMenValidated } = question.deployment;
    if (group.men && dxaPositiveMenValidated < question.thresholds.dxaPositiveMenNeeded)
      return { reasonCode: 'ai-men-not-validated', facts };
    if (group.advises === 'risk-assessment' && question.image.outcome === 'uncertain')
      return { reasonCode: 'film-uncertain-without-basis', facts };
    return undefined;
  },
};

/** Row 9: a flagged or uncertain film where guidelines have something to say too. */
export const aiFlag: Rule = {
  id: 'ai-flag',
  silences: BOTH,
  speaksFor: 'ai',
  match(question): RuleMatch | undefined {
    if (question.image.kind !== 'available') return undefined;
    const group = screeningGroup(question);
    return {
      ...adviceOf(
        group,
        question,
        [filmFact(question.image)],
        'dxa-after-ai-flag',
        'risk-assessment-after-ai-flag',
      ),
      reasonCode: group.aiReason,
      card: 'ai',
    };
  },
};

/** Row 10: guidelines alone. Without a film result, or with one that was not flagged, screening goes on unchanged. */
export const guideline: Rule = {
  id: 'guideline',
  silences: ['guideline'],
  match(question): RuleMatch | undefined {
    const group = screeningGroup(question);
    if (group.guidelineReason === undefined) return undefined;
    return {
      ...adviceOf(group, question, [], 'guideline-dxa', 'guideline-risk-assessment'),
      reasonCode: group.guidelineReason,
      card: 'guideline',
    };
  },
};

function adviceOf(
  group: GroupFinding,
  question: Question,
  filmFacts: readonly Fact[],
  dxa: WorkListEntry['kind'],
  riskAssessment: WorkListEntry['kind'],
): Pick<RuleMatch, 'facts' | 'workList' | 'draftedOrder'> {
  if (group.advises !== 'dxa') return { facts: [...filmFacts, ...group.facts], workList: riskAssessment };
  const { draftedOrder, facts } = orderFor(question);
  return { facts: [...filmFacts, ...group.facts, ...facts], workList: dxa, draftedOrder };
}

/**
 * Spine and hip: about one in four with osteoporosis has it at the hip only. Where implants or fusion make the lumbar
 * spine unmeasurable, hip and forearm (ISCD 2023).
 */
function orderFor({ context }: Question): { draftedOrder: DraftedOrder; facts: Fact[] } {
  const spine = context.lumbarHardwareOrFusion[0];
  if (spine === undefined) return { draftedOrder: { sites: ['lumbar-spine', 'hip'] }, facts: [] };
  return {
    draftedOrder: { sites: ['hip', 'forearm'] },
    facts: [{ kind: 'spine-not-measurable', reference: spine.reference }],
  };
}
