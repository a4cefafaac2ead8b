import { randomUUID } from 'node:crypto';
import type { CdsCard, CdsFeedback, DiscoveredService } from './cds-wire.ts';
import type { SigningKeys } from './signing-keys.ts';

export interface CdsClientOptions {
  /** Base of the CDS service, without `/cds-services`. */
  readonly serviceUrl: string;
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly keys: SigningKeys;
  readonly clock: () => Date;
  readonly timeoutMs: number;
}

/** What a call to a CDS service came to; an EHR goes on in each case. */
export type CdsAnswer<T> =
  | { readonly kind: 'answered'; readonly body: T; readonly elapsedMs: number }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'unreachable' };

export interface CdsClient {
  discover(): Promise<readonly DiscoveredService[]>;
  call(serviceId: string, request: object): Promise<CdsAnswer<{ readonly cards: readonly CdsCard[] }>>;
  sendFeedback(serviceId: string, feedback: readonly CdsFeedback[]): Promise<CdsAnswer<unknown>>;
}

/** The EHR's side of CDS Hooks over HTTP: every call carries a JWT of its own (ES384, `jku`, one `jti` a call). */
export function createCdsClient(options: CdsClientOptions): CdsClient {
  const base = `${options.serviceUrl}/cds-services`;
  return {
    discover: async () => {
      const answer = await send<{ services?: DiscoveredService[] }>(options, 'GET', base, undefined);
      return answer.kind === 'answered' ? (answer.body.services ?? []) : [];
    },
    call: (serviceId, request) => send(options, 'POST', `${base}/${serviceId}`, request),
    sendFeedback: (serviceId, feedback) =>
      send(options, 'POST', `${base}/${serviceId}/feedback`, { feedback }),
  };
}

async function send<T>(
  options: CdsClientOptions,
  method: 'GET' | 'POST',
  url: string,
  body: object | undefined,
): Promise<CdsAnswer<T>> {
  const startedMs = options.clock().getTime();
  const token = await options.keys.sign({
    issuer: options.issuer,
    jwksUrl: options.jwksUrl,
    audience: url,
    jti: randomUUID(),
    issuedAt: options.clock(),
  });
  try {
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(options.timeoutMs),
      redirect: 'error',
    });
    if (!response.ok) {
      await response.body?.cancel();
      return { kind: 'refused', status: response.status };
    }
    const text = await response.text();
    return {
      kind: 'answered',
      body: (text === '' ? {} : JSON.parse(text)) as T,
      elapsedMs: options.clock().getTime() - startedMs,
    };
  } catch {
    return { kind: 'unreachable' };
  }
}
