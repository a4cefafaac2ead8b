import type { Extension, Subscription } from '@medplum/fhirtypes';
import { BACKPORT, OURS } from './canonical-urls.ts';
import { dateTime } from './print-context.ts';

/** What a tenant's EHR is asked to tell us of. */
export interface WantedSubscription {
  /** An R4 search ("ImagingStudy?"), or the canonical URL of a topic of the R5 backport. */
  readonly criteria: string;
  readonly endpoint: string;
  /** Sent with each notification as a bearer token. */
  readonly secret: string;
  readonly endsAt: Date;
}

const isTopic = (criteria: string): boolean => /^https?:\/\//.test(criteria);

export const secretHeader = (secret: string): string => `Authorization: Bearer ${secret}`;

/** The backport's content level: nothing of a patient is sent to us (backport 1.1, Payload Types). */
const EMPTY_CONTENT: Extension = { url: BACKPORT.payloadContent, valueCode: 'empty' };

/** A rest-hook Subscription (FHIR R4) without content: a notification only says that a look is worth while. */
export function printSubscription({ criteria, endpoint, secret, endsAt }: WantedSubscription): Subscription {
  const payload = isTopic(criteria)
    ? { payload: 'application/fhir+json', _payload: { extension: [EMPTY_CONTENT] } }
    : {};
  return {
    resourceType: 'Subscription',
    meta: { profile: [OURS.profile.subscription, ...(isTopic(criteria) ? [BACKPORT.subscription] : [])] },
    status: 'requested',
    reason: 'Trabecula reads what changed as soon as it is told that something did.',
    criteria,
    end: dateTime(endsAt),
    channel: { type: 'rest-hook', endpoint, header: [secretHeader(secret)], ...payload },
  } as Subscription;
}
