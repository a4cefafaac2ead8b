import { TrabeculaError } from '../../errors.ts';
import { askedWaitMs, backoffMs, type Waiting } from './waiting.ts';

/** Transient by the Bulk Data failure table: asked again, a few times. */
const transientStatuses: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

const attemptsInAll = 6;

export interface BulkHttp {
  readonly fetch: typeof fetch;
  /** The current access token; asked anew for each request, since tokens live 300 s at most. */
  readonly accessToken: () => Promise<string | undefined>;
  /** Origins that may see the token: the FHIR server's own, and those that the site names for its file server. */
  readonly tokenOrigins: ReadonlySet<string>;
  readonly waiting: Waiting;
}

export interface BulkRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly withToken: boolean;
}

/**
 * One request of the export's flow, transient failures retried by Retry-After or backoff. Redirects are not followed: a
 * token must not be carried to another host.
 */
export async function bulkRequest(
  http: BulkHttp,
  url: string | URL,
  init: BulkRequest,
  signal: AbortSignal,
): Promise<Response> {
  for (let attempt = 0; ; attempt += 1) {
    const response = await oneRequest(http, url, init, signal).catch((cause: unknown) => {
      signal.throwIfAborted();
      if (cause instanceof TrabeculaError) throw cause;
      if (attempt + 1 >= attemptsInAll) throw unreachable(url, cause);
      return undefined;
    });
    if (response !== undefined && !transientStatuses.has(response.status)) return response;
    if (response !== undefined && attempt + 1 >= attemptsInAll) {
      throw new TrabeculaError(
        'upstream-unavailable',
        `${hostOf(url)} answered ${response.status} ${attemptsInAll} times`,
      );
    }
    await response?.body?.cancel();
    const asked = response && askedWaitMs(response, http.waiting);
    await http.waiting.sleep(asked ?? backoffMs(attempt, http.waiting.random), signal);
  }
}

async function oneRequest(
  http: BulkHttp,
  url: string | URL,
  init: BulkRequest,
  signal: AbortSignal,
): Promise<Response> {
  if (init.withToken && !http.tokenOrigins.has(new URL(url).origin)) {
    throw new TrabeculaError(
      'upstream-refused',
      `${hostOf(url)} asks for the access token but is not allowed to see it`,
    );
  }
  const token = init.withToken ? await http.accessToken() : undefined;
  return http.fetch(url, {
    method: init.method ?? 'GET',
    headers: { ...init.headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    redirect: 'manual',
    signal,
  });
}

const hostOf = (url: string | URL): string => new URL(url).host;

function unreachable(url: string | URL, cause: unknown): TrabeculaError {
  return new TrabeculaError('upstream-unavailable', `${hostOf(url)} cannot be reached`, { cause });
}
