import { TrabeculaError } from '../../errors.ts';

/** Longest line that is taken: a resource of more is an attachment or an attack, and would fill the memory. */
const longestLineCharacters = 16 * 1024 * 1024;

/** Lines of a UTF-8 byte stream, blank ones left out; memory is bounded by one line and one chunk. */
export async function* ndjsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: false });
  let rest = '';
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let end = rest.indexOf('\n', from); end >= 0; end = rest.indexOf('\n', from)) {
      const line = rest.slice(from, end).trim();
      from = end + 1;
      if (line !== '') yield line;
    }
    rest = rest.slice(from);
    if (rest.length > longestLineCharacters) {
      throw new TrabeculaError(
        'too-large',
        `a line of the NDJSON is longer than ${longestLineCharacters} characters`,
      );
    }
  }
  rest = (rest + decoder.decode()).trim();
  if (rest !== '') yield rest;
}
