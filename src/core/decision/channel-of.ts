import type { Decision, RuleId } from './decision.ts';
import type { CardChannel } from './request.ts';

const SAFETY_RULES: readonly RuleId[] = ['fracture', 'osteoporosis', 'treatment'];

/** The channel that a decision speaks for, whether or not it is shown as a card: answers to it snooze this channel. */
export function channelOf({ ai, rule }: Pick<Decision, 'ai' | 'rule'>): CardChannel {
  if (ai.kind === 'used') return 'ai';
  if (rule === 'order-being-written') return 'order';
  return SAFETY_RULES.includes(rule) ? 'safety' : 'guideline';
}
