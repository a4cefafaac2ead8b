import { FilmRefused } from './film-refused.ts';

/**
 * One grayscale frame of RLE segments (PS3.5 annex G): a segment a byte of the word, most significant first. Returns
 * `pixels` words. Throws FilmRefused when the segments do not fit the frame.
 */
export function decodeRle(bytes: Uint8Array, pixels: number, bytesPerPixel: 1 | 2): Uint8Array | Uint16Array {
  if (bytes.length < 64) throw new FilmRefused('unreadable', 'the RLE header is cut short');
  const header = new DataView(bytes.buffer, bytes.byteOffset, 64);
  const segments = header.getUint32(0, true);
  if (segments !== bytesPerPixel)
    throw new FilmRefused('unreadable', `${segments} RLE segments for ${bytesPerPixel} bytes per pixel`);
  const starts = Array.from({ length: segments }, (_, i) => header.getUint32(4 + 4 * i, true));
  if (starts.some((start) => start < 64 || start > bytes.length))
    throw new FilmRefused('unreadable', 'an RLE segment lies outside the frame');
  const output = new Uint8Array(pixels * bytesPerPixel);
  starts.forEach((start, segment) => {
    const end = starts[segment + 1] ?? bytes.length;
    expandSegment(bytes, start, end, output, bytesPerPixel - 1 - segment, bytesPerPixel);
  });
  return bytesPerPixel === 1 ? output : new Uint16Array(output.buffer);
}

/** PackBits (G.3.2) into every `stride`-th byte; runs beyond the frame are cut off, a short segment is refused. */
function expandSegment(
  bytes: Uint8Array,
  start: number,
  end: number,
  output: Uint8Array,
  offset: number,
  stride: number,
): void {
  let from = start;
  let to = offset;
  while (to < output.length && from < end) {
    const control = bytes[from++]!;
    if (control < 128) {
      const stop = Math.min(from + control + 1, end);
      for (; from < stop && to < output.length; to += stride) output[to] = bytes[from++]!;
    } else if (control > 128) {
      const stop = Math.min(to + (257 - control) * stride, output.length);
      const value = bytes[from++]!;
      for (; to < stop; to += stride) output[to] = value;
    }
  }
  if (to < output.length) throw new FilmRefused('unreadable', 'an RLE segment ends before the frame is full');
}
