import type { StoredFrame } from '../../core/radiograph/stored-frame.ts';
import { jpeg2000Header, jpegHeader, type CodestreamHeader } from './codestream-header.ts';
import type { Codecs, RunCodec } from './codecs.ts';
import { decodeRle } from './decode-rle.ts';
import type { EncodedFrame } from './encoded-frame.ts';
import { FilmRefused } from './film-refused.ts';

/**
 * Decodes a frame to stored words. Wavelet syntaxes are decoded at the coarsest resolution whose longer side still has
 * `neededSidePx` samples. Throws FilmRefused "unreadable" when the stream is damaged or is not the image that the
 * object describes.
 */
export function decodeFrame(frame: EncodedFrame, codecs: Codecs, neededSidePx: number): StoredFrame {
  const { rows, columns, format } = frame;
  const whole = { rows, columns, filmRows: rows, filmColumns: columns, reducedLevels: 0 };
  switch (frame.transferSyntax.codec) {
    case 'none':
      return { words: nativeWords(frame), ...whole };
    case 'rle':
      return { words: decodeRle(frame.bytes, rows * columns, format.bitsAllocated === 8 ? 1 : 2), ...whole };
    case 'jpeg': {
      const header = checked(frame, jpegHeader(frame.bytes));
      return compressed(
        frame,
        header,
        header.bits <= 8 && isLossyJpeg(frame) ? codecs.jpeg8 : codecs.jpegOver8,
        0,
      );
    }
    case 'jpeg-ls':
      return compressed(frame, checked(frame, jpegHeader(frame.bytes)), codecs.jpegLs, 0);
    case 'jpeg-2000':
    case 'htj2k': {
      const header = checked(frame, jpeg2000Header(frame.bytes));
      if (frame.transferSyntax.codec === 'jpeg-2000' && header.signed === true && header.bits <= 8)
        return compressed(frame, header, codecs.jpeg2000Signed8, 0);
      const levels = levelsToLeaveOut(header, neededSidePx);
      const codec = frame.transferSyntax.codec === 'htj2k' ? codecs.htj2k : codecs.jpeg2000;
      return compressed(frame, header, codec, levels);
    }
  }
}

function compressed(
  frame: EncodedFrame,
  header: CodestreamHeader,
  run: RunCodec,
  reducedLevels: number,
): StoredFrame {
  const { rows, columns } = frame;
  const decoded = run({ bytes: frame.bytes, rows, columns, bits: header.bits, reducedLevels });
  const scale = 2 ** reducedLevels;
  if (
    decoded.rows !== Math.ceil(rows / scale) ||
    decoded.columns !== Math.ceil(columns / scale) ||
    decoded.words.length !== decoded.rows * decoded.columns
  )
    throw new FilmRefused('unreadable', 'the compressed pixel data is damaged: it decodes to another size');
  return {
    words: decoded.words,
    rows: decoded.rows,
    columns: decoded.columns,
    filmRows: rows,
    filmColumns: columns,
    reducedLevels,
  };
}

/** The compressed image must be the one that the object describes: a header that lies decides memory and meaning. */
function checked(frame: EncodedFrame, header: CodestreamHeader | undefined): CodestreamHeader {
  if (header === undefined)
    throw new FilmRefused('unreadable', 'the compressed pixel data has no image header');
  if (header.rows !== frame.rows || header.columns !== frame.columns || header.components !== 1)
    throw new FilmRefused(
      'unreadable',
      `the compressed image is ${header.columns} x ${header.rows} x ${header.components}, the object says ${frame.columns} x ${frame.rows} x 1`,
    );
  if (header.bits > frame.format.bitsAllocated)
    throw new FilmRefused(
      'pixel-description-invalid',
      `the compressed image has ${header.bits} bits, BitsAllocated is ${frame.format.bitsAllocated}`,
    );
  return header;
}

function isLossyJpeg(frame: EncodedFrame): boolean {
  return frame.transferSyntax.uid.endsWith('.50') || frame.transferSyntax.uid.endsWith('.51');
}

function levelsToLeaveOut(header: CodestreamHeader, neededSidePx: number): number {
  const side = Math.max(header.rows, header.columns);
  let levels = 0;
  while (levels < header.levels && side / 2 ** (levels + 1) >= neededSidePx) levels++;
  return levels;
}

function nativeWords(frame: EncodedFrame): Uint8Array | Uint16Array {
  const { bytes, format } = frame;
  const aligned = format.bitsAllocated === 8 || bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  const ordered = frame.wordsSwapped ? swapped(aligned) : aligned;
  return format.bitsAllocated === 8
    ? ordered
    : new Uint16Array(ordered.buffer, ordered.byteOffset, ordered.byteLength >> 1);
}

/** Bytes of every 16-bit word exchanged, into a copy: the file's own bytes are not ours to change. */
function swapped(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.alloc(bytes.byteLength + (bytes.byteLength % 2));
  copy.set(bytes);
  return copy.swap16().subarray(0, bytes.byteLength);
}
