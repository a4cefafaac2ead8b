import pLimit from 'p-limit';
import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible';
import { setTimeout as wait } from 'node:timers/promises';
import { Agent, request, type Dispatcher } from 'undici';
import { TrabeculaError } from '../../errors.ts';
import { linkedAbort } from '../linked-abort.ts';
import { retryAfterMs } from '../retry-after.ts';
import {
  DEFAULT_ARCHIVE_LIMITS,
  type ArchiveAccess,
  type ArchiveAuthorization,
  type ArchiveLimits,
} from './archive-access.ts';

export interface ArchiveRead<T> {
  /** Below the base URL, without a leading slash, already escaped. */
  readonly path: string;
  readonly query?: readonly (readonly [string, string])[];
  readonly accept: string;
  readonly signal: AbortSignal;
  /** Reads a 2xx or 404 answer to its end; runs within the same time limit as the request. */
  readonly read: (response: Dispatcher.ResponseData) => Promise<T>;
}

/** GET on one archive: allow-listed host, credentials, limits, retries. Nothing else in this folder opens a socket. */
export interface ArchiveHttp {
  readonly limits: ArchiveLimits;
  get<T>(what: ArchiveRead<T>): Promise<T>;
  close(): Promise<void>;
}

/** Throws TrabeculaError "bad-configuration" when the base URL is no http(s) URL or its host is not allow-listed. */
export function openArchiveHttp(access: ArchiveAccess): ArchiveHttp {
  const limits = { ...DEFAULT_ARCHIVE_LIMITS, ...access.limits };
  const base = allowedBase(access);
  const agent = new Agent({
    connections: limits.concurrentRequests,
    connect: { timeout: limits.connectTimeoutMs, ...tlsOptions(access) },
    headersTimeout: limits.attemptTimeoutMs,
    bodyTimeout: limits.attemptTimeoutMs,
  });
  const inTurn = pLimit(limits.concurrentRequests);
  const rate = new RateLimiterQueue(new RateLimiterMemory({ points: limits.requestsPerSecond, duration: 1 }));

  async function attempt<T>(what: ArchiveRead<T>): Promise<T> {
    await rate.removeTokens(1);
    const { signal, abort, unlink } = linkedAbort(what.signal);
    const tooLong = () => abort(new DOMException('The archive took too long.', 'TimeoutError'));
    const timer = setTimeout(tooLong, limits.attemptTimeoutMs);
    try {
      return await attemptWithin(signal, what);
    } finally {
      clearTimeout(timer);
      unlink();
    }
  }

  async function attemptWithin<T>(signal: AbortSignal, what: ArchiveRead<T>): Promise<T> {
    const url = new URL(what.path, base);
    for (const [name, value] of what.query ?? []) url.searchParams.append(name, value);
    const authorization = await authorizationHeader(access.authorization, signal);
    const headers = { accept: what.accept, ...(authorization === undefined ? {} : { authorization }) };
    try {
      const response = await request(url, { method: 'GET', dispatcher: agent, headers, signal });
      if (response.statusCode >= 300 && response.statusCode !== 404) {
        await response.body.dump();
        throw refusal(response);
      }
      return await what.read(response);
    } catch (error) {
      what.signal.throwIfAborted();
      if (error instanceof TrabeculaError) throw error;
      throw new TrabeculaError('upstream-unavailable', 'The picture archive cannot be reached.', {
        cause: error,
      });
    }
  }

  async function get<T>(what: ArchiveRead<T>): Promise<T> {
    for (const delayMs of limits.retryDelaysMs) {
      what.signal.throwIfAborted();
      try {
        return await inTurn(() => attempt(what));
      } catch (error) {
        const pauseMs = retryPauseMs(error, delayMs, limits);
        if (pauseMs === undefined) throw error;
        await wait(pauseMs, undefined, { signal: what.signal });
      }
    }
    return inTurn(() => attempt(what));
  }

  return { limits, get, close: () => agent.close() };
}

/** How long to wait before the next try; undefined when trying again cannot help. */
function retryPauseMs(error: unknown, delayMs: number, limits: ArchiveLimits): number | undefined {
  if (!(error instanceof TrabeculaError) || error.code !== 'upstream-unavailable') return undefined;
  const askedSeconds = error.retryAfterSeconds ?? 0;
  return askedSeconds > limits.longestRetryAfterSeconds ? undefined : Math.max(delayMs, askedSeconds * 1000);
}

function refusal(response: Dispatcher.ResponseData): TrabeculaError {
  const { statusCode, headers } = response;
  if (statusCode < 400) {
    return new TrabeculaError(
      'upstream-refused',
      `The picture archive answered with a redirect (${statusCode}); redirects are not followed. Set the final address.`,
    );
  }
  const transient = [408, 429, 500, 502, 503, 504].includes(statusCode);
  // A date is of the archive's own clock, which its Date header tells.
  const headerOf = (name: string) => [headers[name]].flat()[0] ?? null;
  const retryAfter = retryAfterMs(headerOf('retry-after'), new Date(headerOf('date') ?? Number.NaN));
  return new TrabeculaError(
    transient ? 'upstream-unavailable' : 'upstream-refused',
    `The picture archive answered ${statusCode}.`,
    retryAfter === undefined ? {} : { retryAfterSeconds: retryAfter / 1000 },
  );
}

function allowedBase(access: ArchiveAccess): URL {
  const url = URL.parse(`${access.baseUrl.replace(/\/+$/, '')}/`);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username !== '') {
    throw new TrabeculaError(
      'bad-configuration',
      'The base URL of the picture archive is not a plain http(s) URL.',
    );
  }
  if (!access.allowedHosts.some((host) => [url.host, url.hostname].includes(host.toLowerCase()))) {
    throw new TrabeculaError(
      'bad-configuration',
      `The host of the picture archive (${url.host}) is not in the list of allowed hosts.`,
    );
  }
  return url;
}

function tlsOptions({ tls }: ArchiveAccess) {
  return {
    ...(tls?.certificatePem === undefined ? {} : { cert: tls.certificatePem }),
    ...(tls?.privateKeyPem === undefined ? {} : { key: tls.privateKeyPem }),
    ...(tls?.privateKeyPassphrase === undefined ? {} : { passphrase: tls.privateKeyPassphrase }),
    ...(tls?.certificateAuthorityPem === undefined ? {} : { ca: tls.certificateAuthorityPem }),
  };
}

async function authorizationHeader(
  authorization: ArchiveAuthorization,
  signal: AbortSignal,
): Promise<string | undefined> {
  switch (authorization.kind) {
    case 'none':
      return undefined;
    case 'basic':
      return `Basic ${Buffer.from(`${authorization.userName}:${authorization.password}`).toString('base64')}`;
    case 'bearer':
      return `Bearer ${await authorization.token(signal)}`;
  }
}
