import type { Bundle, Parameters } from '@medplum/fhirtypes';

/** "change": something may have changed. A handshake asks whether we are there, a heartbeat says that the sender is. */
export type NotificationKind = 'change' | 'handshake' | 'heartbeat';

/**
 * What a rest-hook says. R4 sends nothing, or a resource. The R5 backport (hl7.fhir.uv.subscriptions-backport 1.1) sends a
 * Bundle whose first entry is its status: Parameters on R4, SubscriptionStatus from R4B on. What cannot be understood is a
 * change: a look too many costs little, and nothing of the content is believed.
 */
export function notificationKindOf(body: unknown): NotificationKind {
  const first = (body as Partial<Bundle> | undefined)?.entry?.[0]?.resource as unknown;
  const { type, parameter } = (first ?? {}) as { type?: unknown } & Partial<Parameters>;
  const named = Array.isArray(parameter) ? parameter.find(({ name }) => name === 'type')?.valueCode : type;
  return named === 'handshake' || named === 'heartbeat' ? named : 'change';
}
