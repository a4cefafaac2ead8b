import dcmjsCodecs from 'dcmjs-codecs';

await dcmjsCodecs.NativeCodecs.initializeAsync();

function contextOf(words: Uint16Array, rows: number, columns: number) {
  return new dcmjsCodecs.Context({
    width: columns,
    height: rows,
    bitsAllocated: 16,
    bitsStored: 12,
    samplesPerPixel: 1,
    pixelRepresentation: 0,
    planarConfiguration: 0,
    photometricInterpretation: 'MONOCHROME2',
    decodedBuffer: new Uint8Array(words.buffer, words.byteOffset, words.byteLength),
  });
}

/** The words, 12 bits, as a lossless JPEG 2000 stream. */
export function jpeg2000Of(words: Uint16Array, rows: number, columns: number): Uint8Array {
  return encoded(dcmjsCodecs.NativeCodecs.encodeJpeg2000(contextOf(words, rows, columns), { lossy: false }));
}

/** The words, 12 bits, as a lossless JPEG-LS stream. */
export function jpegLsOf(words: Uint16Array, rows: number, columns: number): Uint8Array {
  return encoded(dcmjsCodecs.NativeCodecs.encodeJpegLs(contextOf(words, rows, columns), { lossy: false }));
}

function encoded(context: { getEncodedBuffer(): Uint8Array | undefined }): Uint8Array {
  const bytes = context.getEncodedBuffer();
  if (bytes === undefined) throw new Error('nothing was encoded');
  return bytes.slice();
}
