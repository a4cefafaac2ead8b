import type { Question } from '../question.ts';
import type { Rule, RuleMatch } from '../rule.ts';
import { activeSnooze } from '../snooze.ts';

function snoozed(question: Question, channel: 'ai' | 'guideline'): RuleMatch | undefined {
  const snooze = activeSnooze(question, channel);
  if (snooze === undefined) return undefined;
  const { reasonCode, setOn, until } = snooze;
  return { reasonCode, facts: [{ kind: 'snooze', setOn, until }] };
}

/** Row 8: what somebody answered to a guideline card says nothing of the film, and the other way round. */
export const guidelineSnooze: Rule = {
  id: 'guideline-snooze',
  silences: ['guideline'],
  match: (question) => snoozed(question, 'guideline'),
};

export const aiSnooze: Rule = {
  id: 'ai-snooze',
  silences: ['ai'],
  match: (question) => snoozed(question, 'ai'),
};
