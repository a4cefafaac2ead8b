import { TrabeculaError } from '../../errors.ts';
import { bulkRequest, type BulkHttp } from './bulk-http.ts';
import { ndjsonLines } from './ndjson-lines.ts';
import { backoffMs } from './waiting.ts';

const breaksTolerated = 5;

/**
 * The lines of one exported file from line `fromLine` on (0-based). A download that breaks is asked for again and goes
 * on after the last line that was handed out, with a fresh token: nothing is imported twice within one run.
 */
export async function* downloadLines(
  http: BulkHttp,
  url: string,
  options: { readonly withToken: boolean; readonly fromLine: number },
  signal: AbortSignal,
): AsyncGenerator<string> {
  let handedOut = options.fromLine;
  for (let breaks = 0; ; breaks += 1) {
    const response = await bulkRequest(
      http,
      url,
      {
        headers: { accept: 'application/fhir+ndjson', 'accept-encoding': 'gzip' },
        withToken: options.withToken,
      },
      signal,
    );
    if (response.status !== 200 || response.body === null) {
      await response.body?.cancel();
      throw new TrabeculaError(
        'upstream-refused',
        `an exported file was refused (${response.status}); its link may have expired`,
      );
    }
    try {
      let at = 0;
      for await (const line of ndjsonLines(response.body)) {
        at += 1;
        if (at <= handedOut) continue;
        yield line;
        handedOut = at;
      }
      return;
    } catch (cause) {
      signal.throwIfAborted();
      if (cause instanceof TrabeculaError) throw cause;
      if (breaks + 1 >= breaksTolerated) {
        throw new TrabeculaError('upstream-unavailable', `a download broke ${breaksTolerated} times`, {
          cause,
        });
      }
      await http.waiting.sleep(backoffMs(breaks, http.waiting.random), signal);
    }
  }
}
