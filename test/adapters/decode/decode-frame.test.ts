import { deflateRawSync } from 'node:zlib';
import { loadCodecs, type Codecs } from '../../../src/adapters/decode/codecs.ts';
import { decodeFrame } from '../../../src/adapters/decode/decode-frame.ts';
import { parseDicomFile } from '../../../src/adapters/decode/dicom-file.ts';
import { encodedFrameOf } from '../../../src/adapters/decode/encoded-frame.ts';
import { dicomFileBytes, encapsulated, ENCAPSULATED, type ElementSpec } from '../../dicom/dicom-bytes.ts';
import { lumbarFilm, lumbarFilmElements, phantomWords } from '../../dicom/lumbar-film.ts';
import { jpeg2000Of, jpegLsOf, signedJpeg2000 } from '../../dicom/compressed-pixels.ts';

let codecs: Codecs;
beforeAll(async () => {
  codecs = await loadCodecs();
});

const phantom = phantomWords(300, 256);

function decode(bytes: Uint8Array, neededSidePx = Infinity) {
  return decodeFrame(encodedFrameOf(parseDicomFile(bytes)), codecs, neededSidePx);
}

function compressedFilm(uid: string, stream: Uint8Array, changes: readonly ElementSpec[] = []): Uint8Array {
  return lumbarFilm([['7FE00010', ENCAPSULATED, encapsulated([stream])], ...changes], uid);
}

const J2K = '1.2.840.10008.1.2.4.90';
const JPEG_LS = '1.2.840.10008.1.2.4.80';

describe('decoding', () => {
  it.each<[string, () => Uint8Array]>([
    [
      'implicit little endian',
      () => lumbarFilm([], '1.2.840.10008.1.2', { explicit: false, bigEndian: false }),
    ],
    ['explicit big endian', () => lumbarFilm([], '1.2.840.10008.1.2.2', { explicit: true, bigEndian: true })],
    ['deflated', () => deflatedFilm()],
    ['JPEG 2000', () => compressedFilm(J2K, jpeg2000Of(phantom, 300, 256))],
    ['JPEG-LS', () => compressedFilm(JPEG_LS, jpegLsOf(phantom, 300, 256))],
  ])('gives back the words of a film in %s', (_what, film) => {
    expect(Buffer.compare(bytesOf(decode(film()).words), bytesOf(phantom))).toBe(0);
  });

  it('joins the fragments of one frame', () => {
    const stream = jpegLsOf(phantom, 300, 256);
    const even = 2 * Math.floor(stream.length / 4);
    const fragments = [stream.slice(0, even), stream.slice(even)];
    const film = lumbarFilm([['7FE00010', ENCAPSULATED, encapsulated(fragments)]], JPEG_LS);
    expect(Buffer.compare(bytesOf(decode(film).words), bytesOf(phantom))).toBe(0);
  });

  it('keeps the negative samples of signed 8-bit JPEG 2000', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const film = lumbarFilm(
      [
        ['7FE00010', ENCAPSULATED, encapsulated([signedJpeg2000])],
        ['00280010', 'US', [16]],
        ['00280011', 'US', [16]],
        ['00280100', 'US', [8]],
        ['00280101', 'US', [8]],
        ['00280102', 'US', [7]],
        ['00280103', 'US', [1]],
      ],
      J2K,
    );
    expect(Buffer.compare(bytesOf(decode(film).words), bytes)).toBe(0);
  });

  it('leaves out wavelet levels as long as the longer side has enough samples', () => {
    const film = compressedFilm(J2K, jpeg2000Of(phantom, 300, 256));
    expect(decode(film, 150)).toMatchObject({ reducedLevels: 1, rows: 150, columns: 128, filmRows: 300 });
    expect(decode(film, 151)).toMatchObject({ reducedLevels: 0, rows: 300, columns: 256 });
  });
});

describe('a damaged or lying film', () => {
  it.each<[string, () => Uint8Array, string]>([
    [
      'a cut JPEG 2000 stream',
      () => compressedFilm(J2K, jpeg2000Of(phantom, 300, 256).subarray(0, 3000)),
      'unreadable',
    ],
    [
      'a cut JPEG-LS stream',
      () => compressedFilm(JPEG_LS, jpegLsOf(phantom, 300, 256).subarray(0, 3000)),
      'unreadable',
    ],
    ['a stream that is no image', () => compressedFilm(J2K, new Uint8Array(1000)), 'unreadable'],
    [
      'a stream of another size than the object says',
      () => compressedFilm(J2K, jpeg2000Of(phantomWords(100, 100), 100, 100)),
      'unreadable',
    ],
    ['pixels that are not encapsulated in a compressed syntax', () => lumbarFilm([], J2K), 'unreadable'],
  ])('%s is refused', (_what, film, reason) => {
    expect(() => decode(film())).toThrow(new RegExp(`^${reason}`));
  });

  it('that inflates without end is refused before it fills memory', () => {
    const bomb = deflateRawSync(new Uint8Array(300 * 2 ** 20));
    const empty = dicomFileBytes('1.2.840.10008.1.2.1.99', []);
    expect(bomb.length).toBeLessThan(2 ** 20);
    expect(() => decode(Buffer.concat([empty, bomb]))).toThrow(/^decode-limit-exceeded/);
  });
});

function deflatedFilm(): Uint8Array {
  const whole = dicomFileBytes('1.2.840.10008.1.2.1.99', lumbarFilmElements());
  const metaLength = dicomFileBytes('1.2.840.10008.1.2.1.99', []).length;
  return Buffer.concat([whole.subarray(0, metaLength), deflateRawSync(whole.subarray(metaLength))]);
}

function bytesOf(words: Uint8Array | Uint16Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}
