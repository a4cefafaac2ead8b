import type { Decision } from '../../core/decision/decision.ts';
import { format } from '../messages/format.ts';
import type { CardReason, Messages } from '../messages/messages.ts';
import { SUMMARY_CHARACTERS } from '../response-invariants.ts';
import { cardValues } from './card-values.ts';

/** The summary with its research prefix, at most 139 characters; a language that needs more is cut at a word. */
export function cardSummary(
  decision: Decision,
  reason: CardReason,
  mode: 'research' | 'live',
  messages: Messages,
): string {
  const text = format(messages.summary[reason], cardValues(decision, messages));
  const prefix = prefixOf(decision, mode, messages);
  return cut(prefix === undefined ? text : `${prefix} ${text}`);
}

/** Only what shows a model's output is called a research model's. */
function prefixOf({ ai }: Decision, mode: 'research' | 'live', { prefix }: Messages): string | undefined {
  if (ai.kind !== 'used') return undefined;
  if (ai.evidence.trainingData === 'simulated') return prefix.simulated;
  return mode === 'research' ? prefix.research : undefined;
}

function cut(text: string): string {
  if (text.length <= SUMMARY_CHARACTERS) return text;
  const room = text.slice(0, SUMMARY_CHARACTERS - 1);
  return `${room.slice(0, Math.max(room.lastIndexOf(' '), 1))}…`;
}
