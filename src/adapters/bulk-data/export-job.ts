import { TrabeculaError } from '../../errors.ts';
import { bulkRequest, type BulkHttp } from './bulk-http.ts';
import { forOneType, kickOffUrl, type ExportRequest } from './export-request.ts';
import { parseManifest, type ManifestPage } from './manifest.ts';
import { askedWaitMs, backoffMs } from './waiting.ts';

export interface StartedExport {
  readonly statusUrl: string;
}

export interface KickOff {
  readonly started: readonly StartedExport[];
  /** Types that the server refused by themselves: reported, so that a gap is never mistaken for "no data". */
  readonly refusedTypes: readonly string[];
}

const kickOffHeaders = { accept: 'application/fhir+json', prefer: 'respond-async, handling=lenient' };

/**
 * Starts an export. A server may answer 400 because of one type it does not have: then each type is asked for by
 * itself, and those still refused are named.
 */
export async function startExport(
  http: BulkHttp,
  fhirBaseUrl: string,
  request: ExportRequest,
  signal: AbortSignal,
): Promise<KickOff> {
  const whole = await kickOff(http, fhirBaseUrl, request, signal);
  if (whole !== 'refused') return { started: [whole], refusedTypes: [] };
  if (request.types.length <= 1)
    throw new TrabeculaError('upstream-refused', 'the server refused the export (400)');
  const started: StartedExport[] = [];
  const refusedTypes: string[] = [];
  for (const type of request.types) {
    const one = await kickOff(http, fhirBaseUrl, forOneType(request, type), signal);
    if (one === 'refused') refusedTypes.push(type);
    else started.push(one);
  }
  if (started.length === 0)
    throw new TrabeculaError('upstream-refused', 'the server refused the export of every type (400)');
  return { started, refusedTypes };
}

async function kickOff(
  http: BulkHttp,
  fhirBaseUrl: string,
  request: ExportRequest,
  signal: AbortSignal,
): Promise<StartedExport | 'refused'> {
  const response = await bulkRequest(
    http,
    kickOffUrl(fhirBaseUrl, request),
    { headers: kickOffHeaders, withToken: true },
    signal,
  );
  await response.body?.cancel();
  const statusUrl = response.headers.get('content-location');
  if (response.status === 202 && statusUrl !== null)
    return { statusUrl: new URL(statusUrl, fhirBaseUrl).href };
  if (response.status === 400 || response.status === 422) return 'refused';
  throw new TrabeculaError('upstream-refused', `the server did not start the export (${response.status})`);
}

export interface ExportWait {
  /** Longest time that an export may stay "in progress": a server that never ends is given up with a clear error. */
  readonly patienceMs: number;
  readonly onProgress: (text: string) => void;
}

/** Waits for the manifest, page by page; a page can arrive while the export still runs (STU3, status 202 with a body). */
export async function* manifestPages(
  http: BulkHttp,
  started: StartedExport,
  wait: ExportWait,
  signal: AbortSignal,
): AsyncGenerator<ManifestPage> {
  const giveUpAt = http.waiting.clock().getTime() + wait.patienceMs;
  let url: string | undefined = started.statusUrl;
  for (let attempt = 0; url !== undefined;) {
    const response: Response = await bulkRequest(
      http,
      url,
      { headers: { accept: 'application/json' }, withToken: true },
      signal,
    );
    const page = await pageOf(response);
    if (page !== undefined) {
      yield page;
      url = page.nextPageUrl;
      attempt = 0;
      continue;
    }
    wait.onProgress(response.headers.get('x-progress') ?? 'in progress');
    if (http.waiting.clock().getTime() >= giveUpAt) {
      throw new TrabeculaError(
        'upstream-unavailable',
        'the export did not end within the configured patience',
      );
    }
    const asked = askedWaitMs(response, http.waiting);
    await http.waiting.sleep(asked ?? backoffMs(attempt, http.waiting.random), signal);
    attempt += 1;
  }
}

async function pageOf(response: Response): Promise<ManifestPage | undefined> {
  if (response.status !== 200 && response.status !== 202) {
    await response.body?.cancel();
    throw new TrabeculaError('upstream-refused', `the export ended with ${response.status}`);
  }
  const text = await response.text();
  if (response.status === 202 && text.trim() === '') return undefined;
  const body = jsonOf(text);
  if (response.status === 202 && !looksLikeManifest(body)) return undefined;
  return parseManifest(body);
}

const looksLikeManifest = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'output' in body;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Tells the server that the files can go. A failure here loses nothing, so it is only reported. */
export async function deleteExport(
  http: BulkHttp,
  started: StartedExport,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const response = await bulkRequest(
      http,
      started.statusUrl,
      { method: 'DELETE', withToken: true },
      signal,
    );
    await response.body?.cancel();
    return response.status === 202 || response.status === 204 || response.status === 404;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
