import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { Request, Response } from 'express';
import type { ViewingFrame } from '../../core/radiograph/viewing-frame.ts';

/** What a viewer needs beside the values; stands in the header `X-Film-Frame` as JSON. */
export type FrameFacts = Pick<ViewingFrame, 'rows' | 'columns' | 'black' | 'white'>;

const compress = promisify(gzip);

/**
 * A film's values as the body, 16 bits each, little-endian, row order. Of the DICOM header nothing goes along but the
 * size and the window. Compressed as fast as can be: radiographs are noise, more effort gains a few percent.
 */
export async function sendFrame(request: Request, response: Response, frame: ViewingFrame): Promise<void> {
  const { rows, columns, black, white } = frame;
  const facts: FrameFacts = { rows, columns, black, white };
  response.set('X-Film-Frame', JSON.stringify(facts)).type('application/octet-stream');
  const body = littleEndian(frame.values);
  if (request.acceptsEncodings('gzip') === false) {
    response.send(body);
    return;
  }
  response.set('Content-Encoding', 'gzip').send(await compress(body, { level: constants.Z_BEST_SPEED }));
}

/** Typed arrays hold the order of the machine; both that Node runs on today are little-endian but s390x. */
function littleEndian(values: Uint16Array): Buffer {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  return isLittleEndian ? bytes : Buffer.from(bytes).swap16();
}
