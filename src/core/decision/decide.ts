import type {
  AiPart,
  Decision,
  GuidelinePart,
  RuleId,
  ScreeningChannel,
  Silencing,
  WorkListEntry,
} from './decision.ts';
import { DECISION_LIST } from './decision-list.ts';
import { lastCentralDxa } from './dxa-history.ts';
import type { DecisionPolicy } from './policy.ts';
import { questionOf, type DecisionInputs, type Question } from './question.ts';
import type { Rule, RuleMatch } from './rule.ts';
import { screeningGroup } from './screening-group.ts';
import { showingOf } from './showing.ts';

/**
 * Decides for one patient at one time: what is true, by which row, and whether anybody is shown a card. Pure: the same
 * inputs give the same decision.
 */
export function decide(inputs: DecisionInputs, policy: DecisionPolicy, asOf: Date): Decision {
  const question = questionOf(inputs, policy, asOf);
  const { answer, rule, silencedBy, aiWorkList } = walk(question);
  const showing = showingOf(answer.card, question);
  const kind = aiWorkList ?? answer.workList;
  return {
    reasonCode: answer.reasonCode,
    rule,
    silencedBy,
    asOf: question.today,
    urgency: 'info',
    showing,
    ai: aiPart(question, silencedBy),
    guideline: guidelinePart(question, silencedBy),
    facts: answer.facts,
    draftedOrder: answer.draftedOrder,
    concernsDraft: answer.concernsDraft,
    workList: kind === undefined ? undefined : { kind, insteadOfCard: isCapped(showing) },
    ...dxaStanding(question),
    incident: answer.incident,
  };
}

interface Walk {
  readonly answer: RuleMatch;
  readonly rule: RuleId;
  readonly silencedBy: readonly Silencing[];
  readonly aiWorkList: WorkListEntry['kind'] | undefined;
}

/** Down the list until both channels are taken; the row that took the last one gives the answer. */
function walk(question: Question): Walk {
  const silencedBy: Silencing[] = [];
  let last: { match: RuleMatch; rule: Rule } | undefined;
  let aiWorkList: WorkListEntry['kind'] | undefined;
  for (const rule of DECISION_LIST) {
    const open = rule.silences.filter((channel) => !isSilenced(silencedBy, channel));
    if (open.length === 0 || (rule.speaksFor !== undefined && !open.includes(rule.speaksFor))) continue;
    const match = rule.match(question);
    if (match === undefined) continue;
    last = { match, rule };
    if (open.length === 1 && open[0] === 'ai') aiWorkList = match.workList;
    for (const channel of open) silencedBy.push({ channel, rule: rule.id, reasonCode: match.reasonCode });
    if (silencedBy.length === 2) break;
  }
  if (last === undefined) throw new TypeError('the decision list has no last row for the AI channel');
  return { answer: last.match, rule: last.rule.id, silencedBy, aiWorkList };
}

const isSilenced = (silencedBy: readonly Silencing[], channel: ScreeningChannel): boolean =>
  silencedBy.some((silencing) => silencing.channel === channel);

function aiPart({ image }: Question, silencedBy: readonly Silencing[]): AiPart {
  const silencing = silencedBy.find(({ channel }) => channel === 'ai');
  if (image.kind === 'available' && silencing?.rule === 'ai-flag') return { kind: 'used', evidence: image };
  const reasonCode = silencing?.reasonCode ?? 'film-gave-no-result';
  return { kind: 'withheld', reasonCode, evidence: image };
}

/** Rows that speak of guidelines themselves do not silence them. */
function guidelinePart(question: Question, silencedBy: readonly Silencing[]): GuidelinePart {
  const silencing = silencedBy.find(({ channel }) => channel === 'guideline');
  if (silencing !== undefined && silencing.rule !== 'ai-flag' && silencing.rule !== 'guideline')
    return { kind: 'silenced', reasonCode: silencing.reasonCode };
  const { advises, basis } = screeningGroup(question);
  switch (advises) {
    case 'dxa':
      return { kind: 'dxa-indicated', basis };
    case 'risk-assessment':
      return { kind: 'risk-assessment-first', basis };
    case 'nothing':
      return { kind: 'not-due', basis };
  }
}

const isCapped = (showing: Decision['showing']): boolean =>
  showing.kind === 'no-card' &&
  (showing.reason === 'shown-often-enough' || showing.reason === 'shown-to-this-user-already');

/** "Measure gap closed" and "clinical question answered" are two things: a DXA without a T-score closes only the first. */
function dxaStanding(question: Question): Pick<Decision, 'measureGapClosed' | 'clinicalQuestionAnswered'> {
  const last = lastCentralDxa(question, question.thresholds.dxaIntervalMonths);
  const holds = last !== undefined && question.today < last.repeatFrom;
  return { measureGapClosed: holds, clinicalQuestionAnswered: holds && last.tScores.length > 0 };
}
