import type { Reference, RiskAssessment } from '@medplum/fhirtypes';
import type { Decision } from '../../core/decision/decision.ts';
import type { CardChannel } from '../../core/decision/request.ts';
import { OURS } from '../../fhir/print/canonical-urls.ts';
import { format } from '../messages/format.ts';
import type { CardReason, Messages } from '../messages/messages.ts';
import type { CdsCard, CdsLink, CdsResponse, CdsSuggestion } from '../protocol.ts';
import { cardDetail } from './card-detail.ts';
import { cardSummary } from './card-summary.ts';
import { cardValues } from './card-values.ts';
import { draftedServiceRequest } from './drafted-service-request.ts';
import { overrideReasons } from './override-reasons.ts';

/** What a card needs beside the decision. */
export interface PrintSettings {
  readonly messages: Messages;
  readonly mode: 'research' | 'live';
  readonly patientId: string;
  readonly newUuid: () => string;
  /** Absolute URL of the page about the model and the rules; never about this patient. */
  readonly aboutUrl: string | undefined;
  /** SMART launch URL of the app. */
  readonly appLaunchUrl: string | undefined;
  readonly assessmentKey: string | undefined;
  /** "RiskAssessment/12", once it is in the record. */
  readonly riskAssessment: Reference<RiskAssessment> | undefined;
}

/** The response, and of each card what the ledger keeps. */
export interface PrintedDecision {
  readonly response: CdsResponse;
  readonly cards: readonly {
    readonly cardUuid: string;
    readonly channel: CardChannel;
    readonly suggestionUuids: readonly string[];
  }[];
}

/** A decision as a CDS Hooks response: at most one card, and always of indicator "info". */
export function printDecision(decision: Decision, settings: PrintSettings): PrintedDecision {
  const { showing, reasonCode } = decision;
  if (showing.kind === 'no-card' || !isCardReason(reasonCode, settings.messages))
    return { response: { cards: [] }, cards: [] };
  const card = cardOf(decision, reasonCode, settings);
  const suggestionUuids = (card.suggestions ?? []).map(({ uuid }) => uuid);
  return {
    response: { cards: [card] },
    cards: [{ cardUuid: card.uuid, channel: showing.channel, suggestionUuids }],
  };
}

const isCardReason = (code: string, messages: Messages): code is CardReason => code in messages.summary;

function cardOf(decision: Decision, reason: CardReason, settings: PrintSettings): CdsCard {
  const { messages, newUuid, aboutUrl } = settings;
  const uuid = newUuid();
  const suggestions = suggestionsOf(decision, settings);
  const links = linksOf(uuid, decision, settings);
  return {
    uuid,
    summary: cardSummary(decision, reason, settings.mode, messages),
    detail: cardDetail(decision, reason, messages),
    indicator: decision.urgency,
    source: {
      label: messages.card.sourceLabel,
      ...(aboutUrl === undefined ? {} : { url: aboutUrl }),
      topic: { system: OURS.decisionReasons, code: reason, display: messages.reason[reason] },
    },
    ...(suggestions.length > 0 ? { suggestions, selectionBehavior: 'at-most-one' } : {}),
    overrideReasons: overrideReasons(messages),
    ...(links.length > 0 ? { links } : {}),
  };
}

function suggestionsOf(decision: Decision, settings: PrintSettings): CdsSuggestion[] {
  const { messages, newUuid, patientId } = settings;
  const { card } = messages;
  const { draftedOrder, concernsDraft } = decision;
  if (concernsDraft !== undefined) {
    const description = format(card.removeOrderAction, { order: concernsDraft });
    return [
      {
        label: card.removeOrder,
        uuid: newUuid(),
        actions: [{ type: 'delete', description, resourceId: concernsDraft }],
      },
    ];
  }
  if (draftedOrder === undefined) return [];
  const values = cardValues(decision, messages);
  const reason = decision.ai.kind === 'used' ? assessmentReference(settings) : undefined;
  return [
    {
      label: format(card.draftOrder, values),
      uuid: newUuid(),
      actions: [
        {
          type: 'create',
          description: format(card.draftOrderAction, values),
          resource: draftedServiceRequest(draftedOrder, patientId, reason, messages),
        },
      ],
    },
  ];
}

/** By its identifier while it is still being written, or is kept in another form than a RiskAssessment. */
function assessmentReference({
  riskAssessment,
  assessmentKey,
}: PrintSettings): Reference<RiskAssessment> | undefined {
  if (riskAssessment !== undefined || assessmentKey === undefined) return riskAssessment;
  return { type: 'RiskAssessment', identifier: { system: OURS.identifier.assessment, value: assessmentKey } };
}

/** The app is told which card it was opened from, so that an answer given there is feedback on that card. */
function linksOf(
  cardUuid: string,
  { reasonCode }: Decision,
  { messages, appLaunchUrl, assessmentKey }: PrintSettings,
): CdsLink[] {
  if (appLaunchUrl === undefined) return [];
  const appContext = JSON.stringify({
    cardUuid,
    reasonCode,
    ...(assessmentKey === undefined ? {} : { assessmentKey }),
  });
  return [{ label: messages.card.openApp, url: appLaunchUrl, type: 'smart', appContext }];
}
