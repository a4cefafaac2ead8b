import { z } from 'zod';
import { TrabeculaError } from '../../errors.ts';
import type { BackendServices } from '../../flow/tenant.ts';
import { clientAssertionOf } from '../backend-services.ts';

const TIMEOUT_MS = 5_000;

const smartConfiguration = z.object({ introspection_endpoint: z.url().optional() });

/** RFC 7662, with the launch context that SMART App Launch 2.2 adds ("Token Introspection"). */
const introspection = z.discriminatedUnion('active', [
  z.object({ active: z.literal(false) }),
  z.object({
    active: z.literal(true),
    scope: z.string().default(''),
    patient: z.string().optional(),
    sub: z.string().optional(),
    fhirUser: z.string().optional(),
  }),
]);

export interface IntrospectedToken {
  readonly patient: string;
  readonly scopes: readonly string[];
  readonly sub: string | undefined;
  readonly fhirUser: string | undefined;
}

const endpoints = new Map<string, Promise<string | undefined>>();

/** The introspection endpoint that the EHR publishes; undefined when it has none. Asked once a server. */
export function introspectionUrlOf(fhirBaseUrl: string): Promise<string | undefined> {
  const known = endpoints.get(fhirBaseUrl);
  if (known !== undefined) return known;
  const asked = askForEndpoint(fhirBaseUrl);
  endpoints.set(fhirBaseUrl, asked);
  asked.catch(() => endpoints.delete(fhirBaseUrl));
  return asked;
}

async function askForEndpoint(fhirBaseUrl: string): Promise<string | undefined> {
  const response = await send(`${fhirBaseUrl}/.well-known/smart-configuration`, undefined);
  if (!response.ok) {
    await response.body?.cancel();
    return undefined;
  }
  const parsed = smartConfiguration.safeParse(await response.json().catch(() => undefined));
  return parsed.success ? parsed.data.introspection_endpoint : undefined;
}

/** What the token is, by its own server; undefined when it is not active or names no patient. */
export async function introspect(
  url: string,
  credentials: BackendServices,
  accessToken: string,
  now: Date,
): Promise<IntrospectedToken | undefined> {
  const response = await send(
    url,
    new URLSearchParams({
      token: accessToken,
      token_type_hint: 'access_token',
      client_id: credentials.clientId,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await clientAssertionOf(credentials, now),
    }),
  );
  if (!response.ok) {
    await response.body?.cancel();
    const code = response.status >= 500 ? 'upstream-unavailable' : 'upstream-refused';
    throw new TrabeculaError(code, `The token server answered ${response.status}.`);
  }
  const parsed = introspection.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success || !parsed.data.active || parsed.data.patient === undefined) return undefined;
  const { patient, scope, sub, fhirUser } = parsed.data;
  return { patient, scopes: scope.split(' ').filter((one) => one !== ''), sub, fhirUser };
}

async function send(url: string, body: URLSearchParams | undefined): Promise<Response> {
  return fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { accept: 'application/json' },
    ...(body === undefined ? {} : { body }),
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new TrabeculaError('upstream-unavailable', 'The token server cannot be reached.', { cause });
  });
}
