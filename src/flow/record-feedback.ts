import { TrabeculaError } from '../errors.ts';
import type { RecordFeedback } from './hook-call.ts';
import type { CardLedger } from './ports/card-ledger.ts';

/** Feedback goes to the ledger of issued cards, report by report; the ledger knows which cards are ours. */
export function feedbackRecorder(ledger: CardLedger): RecordFeedback {
  return async ({ client, serviceId, items }) => {
    const unknown: number[] = [];
    for (const [index, item] of items.entries()) {
      const result = await ledger.recordFeedback({
        tenantId: client.tenant.id,
        serviceId,
        cardUuid: item.card,
        outcome: item.outcome,
        acceptedSuggestionUuids: item.acceptedSuggestionUuids,
        overrideReasonCode: item.overrideReason?.reason?.code,
        userComment: item.overrideReason?.userComment,
        outcomeTimestamp: item.outcomeTimestamp,
      });
      if (result === 'unknown-card') unknown.push(index);
    }
    if (unknown.length > 0)
      throw new TrabeculaError(
        'not-found',
        `${unknown.map((index) => `feedback.${index}.card`).join(', ')}: not a card of this service, or not its suggestion`,
      );
  };
}
