import type { Dispatcher } from 'undici';
import { TrabeculaError } from '../../errors.ts';

/** The body as UTF-8 text. Throws TrabeculaError "too-large" as soon as it is longer than `maxBytes`. */
export async function readText(response: Dispatcher.ResponseData, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      response.body.destroy();
      throw new TrabeculaError(
        'too-large',
        `The picture archive sent more than ${maxBytes} bytes of attributes.`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
