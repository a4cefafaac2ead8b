import dcmjsCodecs from 'dcmjs-codecs';

await dcmjsCodecs.NativeCodecs.initializeAsync();

/**
 * Signed samples of 8 bits, 16 x 16, the bytes 0 to 255 in order, as a lossless JPEG 2000 stream that gdcm 3.0.21 wrote.
 * (The encoder below cuts negative samples.)
 */
export const signedJpeg2000 = Buffer.from(
  [
    '/0//UQApAAAAAAAQAAAAEAAAAAAAAAAAAAAAEAAAABAAAAAAAAAAAAABhwEB/1IADAAAAAEAAwQEAAH/XAANQEBISFBISFBISFD/',
    'ZAAqAAFDcmVhdGVkIGJ5IEdEQ00vT3BlbkpQRUcgdmVyc2lvbiAyLjUuMP+QAAoAAAAAAEIAAf+Tz7QYA+Ev2/9/wHwhz8AQDP9/',
    'A/3XnsA6FPwCQCIZDyhTb2jbALVfwBFPwBg2oQOEz5UWr//Z',
  ].join(''),
  'base64',
);

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
