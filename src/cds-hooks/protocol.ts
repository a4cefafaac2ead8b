import type { Resource, OperationOutcome } from '@medplum/fhirtypes';

/**
 * CDS Hooks 2.0.1 on the wire (https://cds-hooks.hl7.org/2.0/), plus the additive parts of the 3.0 ballot that are
 * named where they stand. Section names are those of the specification.
 */

/** Hook library: patient-view 1.0, order-select 1.0, order-sign 1.0. */
export const HOOKS = ['patient-view', 'order-select', 'order-sign'] as const;
export type HookName = (typeof HOOKS)[number];

/** "Discovery": one entry of `services`. `version` and `hookVersion` are additive parts of the 3.0 ballot. */
export interface CdsService {
  readonly hook: HookName;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly prefetch: Readonly<Record<string, string>>;
  readonly usageRequirements: string;
  readonly version: string;
  readonly hookVersion: string;
}

export interface DiscoveryResponse {
  readonly services: readonly CdsService[];
}

/** "Passing the Access Token to the CDS Service": Bearer, for this call only; never stored, shared or logged. */
export interface FhirAuthorization {
  readonly accessToken: string;
  readonly expiresInSeconds: number | undefined;
  /** Granted scopes, SMART v1 or v2 syntax. */
  readonly scopes: readonly string[];
  readonly subject: string | undefined;
  /** Patient that the token is restricted to, when it is. */
  readonly patientId: string | undefined;
}

/** "HTTP Request": what every hook's context has here. `userId` is "Practitioner/123" or another user type. */
export interface PatientContextFields {
  readonly userId: string;
  readonly patientId: string;
  readonly encounterId: string | undefined;
}

/** Order drafts that could be read as R4 resources; the others are counted with the reason, never guessed at. */
export interface DraftOrders {
  readonly orders: readonly Resource[];
  readonly unreadable: readonly { readonly index: number; readonly reason: string }[];
}

export type HookContext =
  | ({ readonly hook: 'patient-view' } & PatientContextFields)
  | ({ readonly hook: 'order-select' } & PatientContextFields & {
        /** `Type/id` of entries in `draftOrders`. */
        readonly selections: readonly string[];
        readonly draftOrders: DraftOrders;
      })
  | ({ readonly hook: 'order-sign' } & PatientContextFields & { readonly draftOrders: DraftOrders });

/**
 * "Prefetch Template": the states of one key. `resource` a resource or Bundle; `no-data` the client sent null and so
 * knows that there is nothing; `failed` the client sent an OperationOutcome; `absent` the key was not sent.
 */
export type PrefetchValue =
  | { readonly kind: 'resource'; readonly resource: Resource }
  | { readonly kind: 'no-data' }
  | { readonly kind: 'failed'; readonly outcome: OperationOutcome }
  | { readonly kind: 'absent' };

/** A call, parsed (`parse-request.ts`). */
export interface CdsRequest {
  /** UUID of this call of the hook. */
  readonly hookInstance: string;
  readonly context: HookContext;
  readonly fhirServer: string | undefined;
  readonly fhirAuthorization: FhirAuthorization | undefined;
  readonly prefetch: Readonly<Record<string, PrefetchValue>>;
}

/** "Coding". `display` is required in override reasons, optional in a topic. */
export interface CdsCoding {
  readonly code: string;
  readonly system: string;
  readonly display?: string;
}

export interface OverrideReason extends CdsCoding {
  readonly display: string;
}

/** "Source": `icon` is a 100 x 100 PNG without transparency; `url` is never a drill-down into this patient. */
export interface CardSource {
  readonly label: string;
  readonly url?: string;
  readonly icon?: string;
  readonly topic?: CdsCoding;
}

/** "Action". An update holds the whole resource; a delete names it in `resourceId`. */
export type CdsAction =
  | { readonly type: 'create' | 'update'; readonly description: string; readonly resource: Resource }
  | { readonly type: 'delete'; readonly description: string; readonly resourceId: string };

/** "Suggestion": all its actions are taken together. */
export interface CdsSuggestion {
  readonly label: string;
  readonly uuid: string;
  readonly isRecommended?: boolean;
  readonly actions?: readonly CdsAction[];
}

/** "Link": `appContext` belongs to smart links only. */
export type CdsLink =
  | { readonly label: string; readonly url: string; readonly type: 'absolute' }
  | { readonly label: string; readonly url: string; readonly type: 'smart'; readonly appContext?: string };

/** "Card Attributes". `indicator` is never "critical" here by the product's own rule, though the protocol allows it. */
export interface CdsCard {
  readonly uuid: string;
  /** At most 139 characters. */
  readonly summary: string;
  /** GitHub Flavored Markdown. */
  readonly detail?: string;
  readonly indicator: 'info' | 'warning' | 'critical';
  readonly source: CardSource;
  readonly suggestions?: readonly CdsSuggestion[];
  readonly selectionBehavior?: 'at-most-one' | 'any';
  readonly overrideReasons?: readonly OverrideReason[];
  readonly links?: readonly CdsLink[];
}

/** "CDS Service Response". No guidance is `{"cards":[]}`. `systemActions` only for clients configured for them. */
export interface CdsResponse {
  readonly cards: readonly CdsCard[];
  readonly systemActions?: readonly CdsAction[];
}

/** "Feedback": one report on one card, parsed. */
export interface FeedbackItem {
  readonly card: string;
  readonly outcome: 'accepted' | 'overridden';
  readonly acceptedSuggestionUuids: readonly string[];
  readonly overrideReason:
    { readonly reason: CdsCoding | undefined; readonly userComment: string | undefined } | undefined;
  readonly outcomeTimestamp: string;
}

/** Override codes of the 3.0 ballot live in this code system of HL7 Terminology. */
export const OVERRIDE_REASON_SYSTEM = 'http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes';
