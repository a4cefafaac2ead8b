import { userInfo } from 'node:os';
import { TrabeculaError } from '../../errors.ts';
import { readServiceFile } from './service-file.ts';

const ANSWER_WITHIN_MS = 60_000;

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
export async function callLocalService(
  dataFolder: string,
  request: {
    readonly method: 'GET' | 'POST' | 'DELETE';
    readonly path: string;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  },
): Promise<unknown> {
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
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
  } catch (cause) {
    throw new TrabeculaError('upstream-unavailable', `the service at ${url} does not answer`, { cause });
  }
  if (!response.ok) throw await refusalOf(response);
  return response.status === 204 ? undefined : response.json();
}
