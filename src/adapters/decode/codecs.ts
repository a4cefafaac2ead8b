import loadOpenJpeg from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import loadOpenJph from '@cornerstonejs/codec-openjph/wasmjs';
import loadCharls from '@cornerstonejs/codec-charls/decodewasmjs';
import loadJpegTurbo from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs';
import dcmjsCodecs from 'dcmjs-codecs';
import { FilmRefused } from './film-refused.ts';

/** Samples as a codec gave them, with the size it says they have. */
export interface DecodedSamples {
  readonly words: Uint8Array | Uint16Array;
  readonly rows: number;
  readonly columns: number;
}

export interface CodecRequest {
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly columns: number;
  readonly bits: number;
  /** Wavelet levels to leave out (JPEG 2000 and HTJ2K). */
  readonly reducedLevels: number;
}

export type RunCodec = (request: CodecRequest) => DecodedSamples;

/** The compiled codecs of one worker: loaded once, run one frame at a time, never on a service's event loop. */
export interface Codecs {
  readonly jpeg8: RunCodec;
  readonly jpegOver8: RunCodec;
  readonly jpegLs: RunCodec;
  readonly jpeg2000: RunCodec;
  readonly htj2k: RunCodec;
  /**
   * Loads anew what damaged films have spoilt: the JPEG module never frees the memory of an image that it failed on,
   * and when that is full fails on good ones. To be called before each film; does nothing when all is well.
   */
  renewSpoilt(): Promise<void>;
}

/** Loading takes as long as a film: only now and then, long before the module is full. */
const JPEG_RENEWAL_BYTES = 256 * 2 ** 20;

export async function loadCodecs(): Promise<Codecs> {
  const complaints: string[] = [];
  // A new object each time: the loaders turn it into their module.
  const listen = () => ({
    print: (text: string) => void complaints.push(text),
    printErr: (text: string) => void complaints.push(text),
  });
  const [openJpeg, openJph, charls, jpegTurbo] = await Promise.all([
    loadOpenJpeg(listen()),
    loadOpenJph(listen()),
    loadCharls(listen()),
    loadJpegTurbo(listen()),
  ]);
  await dcmjsCodecs.NativeCodecs.initializeAsync();
  let jpegLostBytes = 0;
  const decodeLevel = (decoder: SubResolutionDecoder, level: number) => decoder.decodeSubResolution(level);
  return {
    jpeg8: (request) => run(new jpegTurbo.JPEGDecoder(), request, complaints),
    jpegOver8: (request) => {
      try {
        return runDcmjsJpeg(request);
      } catch (error) {
        jpegLostBytes += 2 * request.rows * request.columns + request.bytes.length;
        throw error;
      }
    },
    jpegLs: (request) => run(new charls.JpegLSDecoder(), request, complaints),
    jpeg2000: (request) => run(new openJpeg.J2KDecoder(), request, complaints, decodeLevel),
    htj2k: (request) => run(new openJph.HTJ2KDecoder(), request, complaints, decodeLevel),
    renewSpoilt: async () => {
      if (jpegLostBytes < JPEG_RENEWAL_BYTES) return;
      await dcmjsCodecs.NativeCodecs.initializeAsync();
      jpegLostBytes = 0;
    },
  };
}

function run<Decoder extends CodecDecoder>(
  decoder: Decoder,
  request: CodecRequest,
  complaints: string[],
  decode: (decoder: Decoder, level: number) => void = (plain) => plain.decode(),
): DecodedSamples {
  complaints.length = 0;
  try {
    decoder.getEncodedBuffer(request.bytes.length).set(request.bytes);
    decode(decoder, request.reducedLevels);
    // The JPEG 2000 library reports damage as text and goes on; a film that is fast and wrong is worse than none.
    if (complaints.some((text) => /error|fail|invalid|corrupt|truncat/i.test(text))) throw damaged();
    const info = decoder.getFrameInfo();
    const words = copyWords(decoder.getDecodedBuffer(), request.bits);
    const scale = 2 ** request.reducedLevels;
    return {
      words,
      rows: Math.ceil(info.height / scale),
      columns: Math.ceil(info.width / scale),
    };
  } catch (error) {
    throw error instanceof FilmRefused ? error : damaged();
  } finally {
    decoder.delete();
  }
}

/** Out of the module's memory, which the next film overwrites. */
function copyWords(bytes: Uint8Array, bits: number): Uint8Array | Uint16Array {
  const copy = bytes.slice();
  return bits <= 8 ? copy : new Uint16Array(copy.buffer, 0, copy.byteLength >> 1);
}

/** JPEG of more than 8 bits: extended (12 bits) and lossless. */
function runDcmjsJpeg(request: CodecRequest): DecodedSamples {
  const context = new dcmjsCodecs.Context({
    width: request.columns,
    height: request.rows,
    bitsAllocated: request.bits > 8 ? 16 : 8,
    bitsStored: request.bits,
    samplesPerPixel: 1,
    pixelRepresentation: 0,
    planarConfiguration: 0,
    photometricInterpretation: 'MONOCHROME2',
    encodedBuffer: request.bytes,
  });
  let decoded: Uint8Array | undefined;
  try {
    decoded = dcmjsCodecs.NativeCodecs.decodeJpeg(context, {
      convertColorspaceToRgb: false,
    }).getDecodedBuffer();
  } catch {
    throw damaged();
  }
  if (decoded === undefined) throw damaged();
  return { words: copyWords(decoded, request.bits), rows: request.rows, columns: request.columns };
}

function damaged(): FilmRefused {
  return new FilmRefused('unreadable', 'the compressed pixel data is damaged');
}
