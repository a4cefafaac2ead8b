import type { DraftedOrder, RuleId, ScreeningChannel, WorkListEntry } from './decision.ts';
import type { Fact } from './facts.ts';
import type { Question } from './question.ts';
import type { ReasonCode } from './reason-codes.ts';
import type { CardChannel } from './request.ts';

/** What a rule says when it matches. */
export interface RuleMatch {
  readonly reasonCode: ReasonCode;
  readonly facts: readonly Fact[];
  /** The channel of the card that this answer would show; undefined: it interrupts nobody. */
  readonly card?: CardChannel;
  readonly workList?: WorkListEntry['kind'];
  readonly draftedOrder?: DraftedOrder;
  readonly concernsDraft?: string;
  readonly incident?: 'identity-mismatch';
}

/**
 * One row of the decision list. It is asked only while a channel that it silences is open. A row that silences both
 * ends the list; a row that silences one takes that channel away and the list goes on for the other.
 */
export interface Rule {
  readonly id: RuleId;
  readonly silences: readonly ScreeningChannel[];
  /** The row speaks for this channel and is not asked once it is taken. */
  readonly speaksFor?: ScreeningChannel;
  readonly match: (question: Question) => RuleMatch | undefined;
}

export const BOTH: readonly ScreeningChannel[] = ['ai', 'guideline'];
