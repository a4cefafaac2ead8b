import { userInfo } from 'node:os';
import { TrabeculaError } from '../../errors.ts';
import { readServiceFile } from './service-file.ts';

const ANSWER_WITHIN_MS = 60_000;
const FILE_WITHIN_MS = 60 * 60_000;

export interface LocalRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

async function refusalOf(response: Response): Promise<TrabeculaError> {
  const body = (await response.json().catch(() => undefined)) as
    { readonly issue?: readonly { readonly details?: { readonly text?: string } }[] } | undefined;
  const text = body?.issue?.[0]?.details?.text ?? `the service answered ${response.status}`;
  return new TrabeculaError(response.status === 404 ? 'not-found' : 'upstream-refused', text);
}

/**
 * Asks the service that runs on this machine and data folder (`/admin/local/...`), as the user of this process.
 * Throws TrabeculaError "not-found" when none runs, "upstream-unavailable" when it does not answer, and what it
 * refused with its own words.
 */
export async function callLocalService(dataFolder: string, request: LocalRequest): Promise<unknown> {
  const response = await answerOf(dataFolder, request, ANSWER_WITHIN_MS);
  return response.status === 204 ? undefined : response.json();
}

/** The same for an answer that is a file, which may take an hour: its bytes as they come, with its headers. */
export async function fileFromLocalService(
  dataFolder: string,
  request: LocalRequest,
): Promise<{ readonly headers: Headers; readonly bytes: ReadableStream<Uint8Array> }> {
  const { headers, body } = await answerOf(dataFolder, request, FILE_WITHIN_MS);
  if (body === null) throw new TrabeculaError('upstream-refused', 'the service answered without a file');
  return { headers, bytes: body };
}

async function answerOf(dataFolder: string, request: LocalRequest, withinMs: number): Promise<Response> {
  const { url, token } = readServiceFile(dataFolder);
  let response: Response;
  try {
    response = await fetch(`${url}/admin/local${request.path}`, {
      method: request.method,
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        'X-Trabecula-User': userInfo().username,
        ...request.headers,
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      signal: AbortSignal.timeout(withinMs),
    });
  } catch (cause) {
    throw new TrabeculaError('upstream-unavailable', `the service at ${url} does not answer`, { cause });
  }
  if (!response.ok) throw await refusalOf(response);
  return response;
}
