import FHIR from 'fhirclient';
import type Client from 'fhirclient/lib/Client';
import { failureOf, SessionFailure } from './failure.ts';

/** What a card hands over to the app in `appContext`. */
export interface CardContext {
  readonly cardUuid: string | undefined;
  /** Which assessment the card was about, so that the app shows that film. */
  readonly assessmentKey: string | undefined;
}

export interface Session {
  readonly patientId: string;
  readonly serverUrl: string;
  readonly needsPatientBanner: boolean;
  readonly styleUrl: string | undefined;
  readonly card: CardContext;
  /** Calls our service with the EHR's token, renewed when it is about to end or was refused. */
  readonly call: (path: string, init?: { method: 'POST'; body: unknown }) => Promise<Response>;
  /** Creates a resource in the EHR and returns its reference. */
  readonly create: (resource: object) => Promise<string>;
}

// As in authorize.ts: the state stays in this instance's address, so that a reload finds it.
FHIR.oauth2.settings.fullSessionStorageSupport = false;
// A public client has no secret: without its id the token endpoint cannot know whose refresh token it is (RFC 6749, 6).
FHIR.oauth2.settings.refreshTokenWithClientId = true;

/** Whether the address is that of a running launch or of its end. */
export const isLaunched = (): boolean => {
  const parameters = new URLSearchParams(location.search);
  return parameters.has('state') || parameters.has('code') || parameters.has('error');
};

/** Ends the launch (or finds it again after a reload). Throws SessionFailure. */
export async function openSession(): Promise<Session> {
  let client: Client;
  try {
    client = await FHIR.oauth2.ready();
  } catch (error) {
    throw failureOf(error);
  }
  const granted = client.state.tokenResponse?.scope ?? '';
  if (!/(patient|user)\/\S+\.(\S*r|read|\*)/.test(granted))
    throw new SessionFailure('scope', `granted: ${granted}`);
  const patientId = client.patient.id;
  if (patientId === null) throw new SessionFailure('no-patient', 'the token names no patient');
  const context = client.state.tokenResponse as Record<string, unknown> | undefined;
  return {
    patientId,
    serverUrl: client.state.serverUrl,
    needsPatientBanner: context?.['need_patient_banner'] !== false,
    styleUrl: typeof context?.['smart_style_url'] === 'string' ? context['smart_style_url'] : undefined,
    card: cardContextOf(context?.['appContext']),
    call: (path, init) => callService(client, path, init),
    create: async (resource) => {
      const created = await client.create<{ resourceType: string; id: string }>(resource as never);
      return `${created.resourceType}/${created.id}`;
    },
  };
}

/** `appContext` is text that a card wrote; what cannot be read is left aside. */
function cardContextOf(appContext: unknown): CardContext {
  const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  try {
    const parsed: unknown = JSON.parse(textOf(appContext) ?? '{}');
    const context = parsed as Partial<Record<keyof CardContext, unknown>> | null;
    return { cardUuid: textOf(context?.cardUuid), assessmentKey: textOf(context?.assessmentKey) };
  } catch {
    return { cardUuid: undefined, assessmentKey: undefined };
  }
}

async function callService(
  client: Client,
  path: string,
  init: { method: 'POST'; body: unknown } | undefined,
): Promise<Response> {
  await client.refreshIfNeeded().catch(() => undefined);
  const first = await send(client, path, init);
  // 412: the service could not read the record; perhaps the token ended between its check and the read.
  if (first.status !== 401 && first.status !== 412) return checked(first);
  try {
    await client.refresh();
  } catch (error) {
    throw new SessionFailure('expired', String(error));
  }
  return checked(await send(client, path, init));
}

function send(
  client: Client,
  path: string,
  init: { method: 'POST'; body: unknown } | undefined,
): Promise<Response> {
  return fetch(`/app/api/${path}`, {
    method: init?.method ?? 'GET',
    headers: {
      authorization: client.getAuthorizationHeader() ?? '',
      'x-fhir-server': client.state.serverUrl,
      'x-fhir-patient': client.patient.id ?? '',
      ...(init === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(init === undefined ? {} : { body: JSON.stringify(init.body) }),
  }).catch((error: unknown) => {
    throw new SessionFailure('unavailable', String(error));
  });
}

function checked(response: Response): Response {
  if (response.ok) return response;
  if (response.status === 401) throw new SessionFailure('expired', 'the service refused the token');
  if (response.status === 403 || response.status === 412)
    throw new SessionFailure('scope', `the service answered ${response.status}`);
  throw new SessionFailure('unavailable', `the service answered ${response.status}`);
}
