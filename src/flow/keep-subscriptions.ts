import type { BundleEntry, Subscription } from '@medplum/fhirtypes';
import {
  printSubscription,
  secretHeader,
  type WantedSubscription,
} from '../fhir/print/print-subscription.ts';
import type { FhirReader, FhirWriter } from './ports/fhir.ts';
import type { NotificationSettings } from './tenant.ts';

const DAY_MS = 86_400_000;
/** Ends by itself when nobody renews it: a service that is gone is not notified for ever. */
const HOLDS_DAYS = 7;
const RENEWED_BEFORE_END_DAYS = 3;

export interface SubscriptionReport {
  readonly created: number;
  readonly renewed: number;
}

function isGood(known: Subscription, wanted: WantedSubscription, asOf: Date): boolean {
  const isOn = known.status === 'active' || known.status === 'requested';
  const holds =
    known.end === undefined || Date.parse(known.end) > asOf.getTime() + RENEWED_BEFORE_END_DAYS * DAY_MS;
  return isOn && holds && (known.channel.header?.includes(secretHeader(wanted.secret)) ?? false);
}

const creation = (wanted: WantedSubscription): BundleEntry => ({
  resource: printSubscription(wanted),
  request: {
    method: 'POST',
    url: 'Subscription',
    ifNoneExist: `url=${encodeURIComponent(wanted.endpoint)}&criteria=${encodeURIComponent(wanted.criteria)}`,
  },
});

/** What the server added of its own stays; one of an earlier version names our profile from now on. */
const renewed = (known: Subscription, printed: Subscription): Subscription => ({
  ...known,
  ...printed,
  meta: {
    ...known.meta,
    profile: [...new Set([...(known.meta?.profile ?? []), ...(printed.meta?.profile ?? [])])],
  },
});

const renewal = (known: Subscription, wanted: WantedSubscription): BundleEntry => ({
  resource: renewed(known, printSubscription(wanted)),
  request: {
    method: 'PUT',
    url: `Subscription/${known.id}`,
    ...(known.meta?.versionId === undefined ? {} : { ifMatch: `W/"${known.meta.versionId}"` }),
  },
});

/**
 * Sees to it that the EHR notifies us of changes, where its CapabilityStatement and our scopes allow it: creates what is
 * missing, renews what ends soon, was switched off or carries an old secret. Elsewhere nothing is lost: the sweep by
 * `_lastUpdated` needs no notification.
 *
 * @param endpoint - our `/notifications/{tenant}`; Subscriptions that name another one are not ours
 */
export async function keepSubscriptions(
  endpoint: string,
  { secret, criteria }: NotificationSettings,
  record: { readonly fhir: FhirReader; readonly writer: FhirWriter },
  asOf: Date,
): Promise<SubscriptionReport> {
  if (!(await record.writer.canCreate('Subscription'))) return { created: 0, renewed: 0 };
  const found = await record.fhir.search<Subscription>('Subscription', { url: endpoint });
  const ours = found.filter(({ channel }) => channel.endpoint === endpoint);
  const endsAt = new Date(asOf.getTime() + HOLDS_DAYS * DAY_MS);
  const entries = criteria.flatMap((one): BundleEntry[] => {
    const wanted = { criteria: one, endpoint, secret, endsAt };
    const known = ours.filter((standing) => standing.criteria === one);
    if (known.some((standing) => isGood(standing, wanted, asOf))) return [];
    return [known[0] === undefined ? creation(wanted) : renewal(known[0], wanted)];
  });
  if (entries.length > 0)
    await record.writer.transaction({ resourceType: 'Bundle', type: 'transaction', entry: entries });
  const renewed = entries.filter(({ request }) => request?.method === 'PUT').length;
  return { created: entries.length - renewed, renewed };
}
