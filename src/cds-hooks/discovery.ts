import { checkKeys, templateOf, type PrefetchQuery } from './prefetch-query.ts';
import { HOOKS, type CdsService, type DiscoveryResponse, type HookName } from './protocol.ts';

/** One id on three hooks: newer guidance replaces older ("Update stale guidance"). */
export const SERVICE_ID = 'opportunistic-osteoporosis-screening';

const TITLE: Readonly<Record<HookName, string>> = {
  'patient-view': 'Opportunistic osteoporosis screening',
  'order-select': 'Opportunistic osteoporosis screening: orders being chosen',
  'order-sign': 'Opportunistic osteoporosis screening: orders being signed',
};

const DESCRIPTION: Readonly<Record<HookName, string>> = {
  'patient-view':
    'Says when a chart gives a reason for bone density testing or treatment, with what an existing lumbar radiograph adds.',
  'order-select': 'Says when a bone density test being chosen repeats one, or needs a risk tool first.',
  'order-sign': 'Says when a bone density test being signed repeats one, or needs a risk tool first.',
};

/** Version of each hook's definition in the hook library. */
const HOOK_VERSION: Readonly<Record<HookName, string>> = {
  'patient-view': '1.0',
  'order-select': '1.0',
  'order-sign': '1.0',
};

const USAGE_REQUIREMENTS =
  'Research model, trained on simulated radiographs, not for clinical use. Users must be Practitioner or ' +
  'PractitionerRole. Call with prefetch, or with fhirServer and fhirAuthorization (patient read scopes). Calls need a ' +
  'signed client JWT (ES384 or RS384) from a registered issuer.';

/** The discovery document: the same templates on each hook. `version` is the product's. */
export function discoveryOf(queries: readonly PrefetchQuery[], version: string): DiscoveryResponse {
  checkKeys(queries);
  const prefetch = Object.fromEntries(queries.map((query) => [query.key, templateOf(query)]));
  const services = HOOKS.map((hook): CdsService => ({
    hook,
    id: SERVICE_ID,
    title: TITLE[hook],
    description: DESCRIPTION[hook],
    prefetch,
    usageRequirements: USAGE_REQUIREMENTS,
    version,
    hookVersion: HOOK_VERSION[hook],
  }));
  return { services };
}
