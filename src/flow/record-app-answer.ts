import { SERVICE_ID } from '../cds-hooks/discovery.ts';
import { channelOf } from '../core/decision/channel-of.ts';
import type { AppAnswer } from './app-view.ts';
import type { AppCaller } from './ports/app-tokens.ts';
import type { CardLedger } from './ports/card-ledger.ts';
import { decideForApp, type AppViewPorts } from './read-app-view.ts';

export interface AppAnswerPorts extends AppViewPorts {
  readonly ledger: Pick<CardLedger, 'historyOf' | 'issue' | 'patientOf' | 'recordFeedback'>;
  readonly newUuid: () => string;
}

/**
 * An answer given in the app becomes feedback on the card that the app was opened from. Opened without one (or with
 * the card of another patient), the app's own showing stands in the ledger first, so that every answer has its card.
 */
export async function recordAppAnswer(
  caller: AppCaller,
  answer: AppAnswer,
  ports: AppAnswerPorts,
): Promise<void> {
  const cardUuid = await cardOf(caller, answer, ports);
  await ports.ledger.recordFeedback({
    tenantId: caller.tenant.id,
    serviceId: SERVICE_ID,
    cardUuid,
    outcome: answer.kind === 'ordered' ? 'accepted' : 'overridden',
    acceptedSuggestionUuids: [],
    overrideReasonCode: answer.kind === 'set-aside' ? answer.reasonCode : undefined,
    userComment: answer.kind === 'set-aside' ? answer.comment : undefined,
    outcomeTimestamp: ports.clock().toISOString(),
  });
}

async function cardOf(caller: AppCaller, answer: AppAnswer, ports: AppAnswerPorts): Promise<string> {
  const { tenant, patientId, userId } = caller;
  const { cardUuid } = answer;
  if (cardUuid !== undefined && (await ports.ledger.patientOf(tenant.id, cardUuid)) === patientId)
    return cardUuid;
  const { decision, shown } = await decideForApp(caller, undefined, ports);
  const own = ports.newUuid();
  await ports.ledger.issue([
    {
      tenantId: tenant.id,
      cardUuid: own,
      serviceId: SERVICE_ID,
      hook: 'app',
      hookInstance: own,
      patientId,
      userId,
      reasonCode: decision.reasonCode,
      channel: channelOf(decision),
      assessmentKey: shown?.assessmentKey,
      modelVersions:
        shown?.evidence.kind === 'available'
          ? shown.evidence.films.map(({ modelVersion }) => modelVersion)
          : [],
      suggestionUuids: [],
      issuedAt: ports.clock(),
    },
  ]);
  return own;
}
