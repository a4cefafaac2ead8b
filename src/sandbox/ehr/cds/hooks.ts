import { randomUUID } from 'node:crypto';
import type { AuthorizationServer } from '../smart/authorization-server.ts';
import type { ChartRepository } from '../fhir/chart-repository.ts';
import type { CdsClient } from './cds-client.ts';
import type { CdsCard, DiscoveredService, HookContext } from './cds-wire.ts';
import { resolvePrefetch } from './prefetch.ts';

const TOKEN_SECONDS = 300;

export interface HooksOptions {
  readonly client: CdsClient;
  readonly repository: ChartRepository;
  readonly authorization: AuthorizationServer;
  readonly fhirBaseUrl: string;
  readonly cdsClientId: string;
  readonly hookScope: string;
}

export interface ReceivedCard {
  readonly serviceId: string;
  readonly card: CdsCard & { readonly uuid: string };
}

/** What firing a hook came to: the cards of every service that answered, and the services that did not. */
export interface FiredHook {
  readonly hookInstance: string;
  readonly cards: readonly ReceivedCard[];
  readonly failed: readonly string[];
  readonly elapsedMs: number;
}

/** Fires one hook at every discovered service that listens to it, with prefetch and a token for this call. */
export async function fireHook(
  options: HooksOptions,
  practitionerId: string,
  context: HookContext,
): Promise<FiredHook> {
  const services = (await options.client.discover()).filter(({ hook }) => hook === context.hook);
  const hookInstance = randomUUID();
  const fired = await Promise.all(
    services.map((service) => callService(options, service, practitionerId, context, hookInstance)),
  );
  return {
    hookInstance,
    cards: fired.flatMap(({ cards }) => cards),
    failed: services.length === 0 ? ['discovery'] : fired.flatMap(({ failed }) => failed),
    elapsedMs: Math.max(0, ...fired.map(({ elapsedMs }) => elapsedMs)),
  };
}

async function callService(
  options: HooksOptions,
  service: DiscoveredService,
  practitionerId: string,
  hookContext: HookContext,
  hookInstance: string,
): Promise<{ cards: ReceivedCard[]; failed: string[]; elapsedMs: number }> {
  const { hook, ...rest } = hookContext;
  const context = Object.fromEntries(
    Object.entries({ userId: `Practitioner/${practitionerId}`, ...rest }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  const token = await options.authorization.issueHookToken({
    clientId: options.cdsClientId,
    accountId: practitionerId,
    patientId: hookContext.patientId,
    scope: options.hookScope,
    lifetimeSeconds: TOKEN_SECONDS,
  });
  const answer = await options.client.call(service.id, {
    hook,
    hookInstance,
    fhirServer: options.fhirBaseUrl,
    fhirAuthorization: {
      access_token: token,
      token_type: 'Bearer',
      expires_in: TOKEN_SECONDS,
      scope: options.hookScope,
      subject: options.cdsClientId,
      patient: hookContext.patientId,
    },
    context,
    prefetch: await resolvePrefetch(service.prefetch ?? {}, context, options.repository),
  });
  if (answer.kind !== 'answered') return { cards: [], failed: [service.id], elapsedMs: 0 };
  const cards = answer.body.cards.map((card) => ({
    serviceId: service.id,
    card: { ...card, uuid: card.uuid ?? randomUUID() },
  }));
  return { cards, failed: [], elapsedMs: answer.elapsedMs };
}
