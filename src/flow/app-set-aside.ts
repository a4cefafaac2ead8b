import { OVERRIDE_CODES, type OverrideCode } from '../cds-hooks/cards/override-codes.ts';
import type { Messages } from '../cds-hooks/messages/messages.ts';
import type { Question } from '../core/decision/question.ts';
import { quietAfterOverride } from '../core/decision/snooze.ts';
import type { SetAside } from './app-view.ts';

/** Reasons that say "not now" or "not me"; the others refuse the advice. */
const PUT_OFF: ReadonlySet<OverrideCode> = new Set(['action-completed', 'not-my-patient']);

/** The card's own reasons and one more, to be asked again without giving any; with what each brings from today. */
export function waysToSetAside(
  { today, thresholds }: Pick<Question, 'today' | 'thresholds'>,
  messages: Messages,
): readonly SetAside[] {
  const later: SetAside = {
    control: 'snooze',
    reasonCode: undefined,
    text: undefined,
    quiet: quietAfterOverride(undefined, today, thresholds),
  };
  return [
    later,
    ...OVERRIDE_CODES.map((reasonCode) => ({
      control: PUT_OFF.has(reasonCode) ? ('snooze' as const) : ('decline' as const),
      reasonCode,
      text: messages.override[reasonCode],
      quiet: quietAfterOverride(reasonCode, today, thresholds),
    })),
  ];
}
