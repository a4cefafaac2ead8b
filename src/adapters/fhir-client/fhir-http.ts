import { Client } from 'fhir-kit-client';
import type { Resource } from '@medplum/fhirtypes';
import pRetry from 'p-retry';
import { TrabeculaError } from '../../errors.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import type { AccessToken } from './access-token.ts';
import { explainFailure, statusOf } from './fhir-failure.ts';

export interface FhirServerSettings {
  /** Base URL, without a slash at its end. */
  readonly baseUrl: string;
  readonly token: AccessToken;
  /** For one request, from sending to the last byte. */
  readonly timeoutMs: number;
  /** Tries after the first one for reading; a write is repeated by the outbox alone. 0 within a hook call. */
  readonly readRetries: number;
  readonly clock: Clock;
}

export interface FhirRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Relative to the base, or absolute on the same server (the link of a next page). */
  readonly url: string;
  readonly body?: Resource;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FhirAnswer {
  readonly status: number;
  /** "{}" for an empty body. */
  readonly body: unknown;
  readonly location: string | undefined;
}

export interface FhirHttp {
  readonly settings: FhirServerSettings;
  /** Throws TrabeculaError: "upstream-unavailable", "upstream-refused", "conflict" or "precondition-failed". */
  request(request: FhirRequest): Promise<FhirAnswer>;
}

/** The address of a request, on this server and no other: the client would send its token anywhere. */
export function addressOn(baseUrl: string, url: string): string {
  const base = `${baseUrl.replace(/\/+$/, '')}/`;
  const address = url === '' ? new URL(base.slice(0, -1)) : new URL(url, base);
  if (address.origin !== new URL(base).origin)
    throw new TrabeculaError('upstream-refused', 'The FHIR server points to another server; not followed.');
  return address.href;
}

/** Requests to one FHIR server: its token goes to it alone, redirects are not followed, a 401 renews the token once. */
export function openFhirHttp(settings: FhirServerSettings): FhirHttp {
  const once = async (request: FhirRequest, token: string | undefined): Promise<FhirAnswer> => {
    const client = new Client({
      baseUrl: settings.baseUrl,
      requestOptions: { redirect: 'manual' },
      ...(token === undefined ? {} : { bearerToken: token }),
    });
    const answer = await client.request(addressOn(settings.baseUrl, request.url), {
      method: request.method,
      options: {
        signal: AbortSignal.timeout(settings.timeoutMs),
        headers: {
          ...(request.body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
          ...request.headers,
        },
      },
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const { response } = Client.httpFor(answer);
    return {
      status: response?.status ?? 200,
      body: answer,
      location: response?.headers.get('location') ?? undefined,
    };
  };

  const renewing = async (request: FhirRequest): Promise<FhirAnswer> => {
    const what = `${request.method} ${request.url === '' ? 'Bundle' : (/[A-Z][A-Za-z]+|metadata/.exec(request.url)?.[0] ?? 'page')}`;
    const token = await settings.token.get();
    try {
      return await once(request, token).catch(async (error: unknown) => {
        if (statusOf(error) !== 401 || !settings.token.refused(token)) throw error;
        return once(request, await settings.token.get());
      });
    } catch (error) {
      throw explainFailure(error, what, settings.clock());
    }
  };

  return {
    settings,
    request: (request) =>
      request.method === 'GET' ? retrying(() => renewing(request), settings.readRetries) : renewing(request),
  };
}

function retrying<T>(work: () => Promise<T>, retries: number): Promise<T> {
  return pRetry(work, {
    retries,
    minTimeout: 200,
    randomize: true,
    shouldRetry: ({ error }) =>
      error instanceof TrabeculaError &&
      error.code === 'upstream-unavailable' &&
      // Longer waits are for whoever asked: a queue puts the job off.
      (error.retryAfterSeconds ?? 0) <= 1,
  });
}
