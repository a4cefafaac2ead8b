import { Dicer } from '@fastify/busboy';
import type { Readable } from 'node:stream';
import { MIMEType } from 'node:util';
import { TrabeculaError } from '../../errors.ts';

export interface MultipartPart {
  /** The part's own Content-Type as sent; undefined when it has none. */
  readonly contentType: string | undefined;
  readonly bytes: Uint8Array;
}

export interface MultipartLimits {
  /** All parts together. */
  readonly maxBytes: number;
  readonly maxParts: number;
}

/**
 * The boundary of a `multipart/related` Content-Type; undefined when the type is another. Orthanc writes the
 * transfer syntax inside the quoted type (`type="application/dicom; transfer-syntax=..."`), so a split at ";" fails.
 */
export function boundaryOf(contentType: string): string | undefined {
  try {
    const type = new MIMEType(contentType);
    const boundary = type.params.get('boundary');
    return type.essence === 'multipart/related' && boundary !== null && /^[\x20-\x7e]{1,70}$/.test(boundary)
      ? boundary
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads a `multipart/related` body (RFC 2387) to its end, part by part, without holding more than `maxBytes`.
 * Throws TrabeculaError "upstream-unavailable" when it ends before its closing delimiter or breaks off, and
 * "too-large" beyond the limits.
 */
export function readMultipartRelated(
  body: Readable,
  boundary: string,
  limits: MultipartLimits,
): Promise<readonly MultipartPart[]> {
  return new Promise((resolve, reject) => {
    const parts: Promise<MultipartPart>[] = [];
    const dicer = new Dicer({ boundary, maxHeaderPairs: 50 });
    let receivedBytes = 0;
    let failed = false;
    const fail = (error: TrabeculaError) => {
      failed = true;
      body.unpipe(dicer);
      body.destroy();
      reject(error);
    };
    dicer.on('part', (part: Readable) => {
      if (parts.length === limits.maxParts) {
        part.on('error', ignore).resume();
        fail(tooLarge(`more than ${limits.maxParts} parts`));
        return;
      }
      const read = readPart(part);
      read.catch(ignore);
      parts.push(read);
    });
    body.on('data', (chunk: Uint8Array) => {
      receivedBytes += chunk.length;
      if (receivedBytes > limits.maxBytes && !failed) fail(tooLarge(`more than ${limits.maxBytes} bytes`));
    });
    body.on('error', (cause: Error) => fail(brokenOff(cause)));
    dicer.on('error', (cause: Error) => fail(brokenOff(cause)));
    dicer.on('finish', () => void Promise.all(parts).then(resolve, (cause: Error) => fail(brokenOff(cause))));
    body.pipe(dicer);
  });
}

async function readPart(part: Readable): Promise<MultipartPart> {
  let contentType: string | undefined;
  part.on('header', (header: Record<string, string[]>) => {
    contentType = header['content-type']?.[0];
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of part as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return { contentType, bytes: new Uint8Array(Buffer.concat(chunks)) };
}

const ignore = () => undefined;

const tooLarge = (what: string) =>
  new TrabeculaError(
    'too-large',
    `The picture archive sent ${what}; the limit is the setting of this archive.`,
  );

const brokenOff = (cause: Error) =>
  new TrabeculaError('upstream-unavailable', 'The answer of the picture archive broke off.', { cause });
