import loadOpenJpeg from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import loadOpenJph from '@cornerstonejs/codec-openjph/wasmjs';
import loadCharls from '@cornerstonejs/codec-charls/decodewasmjs';
import loadJpegTurbo from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs';
import dcmjsCodecs from 'dcmjs-codecs';
import { FilmRefused } from './film-refused.ts';
import { RenewableModule } from './renewable-module.ts';

type DcmjsContext = InstanceType<typeof dcmjsCodecs.Context>;

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
  /** Of at most 8 bits with a sign: the other JPEG 2000 codec cuts negative samples off at 0. Full resolution only. */
  readonly jpeg2000Signed8: RunCodec;
  readonly htj2k: RunCodec;
  /** Loads anew what damaged films have worn out. To be called before each film; does nothing when all is well. */
  renewSpoilt(): Promise<void>;
}

export async function loadCodecs(): Promise<Codecs> {
  const complaints: string[] = [];
  // A new object each time: the loaders turn it into their module.
  const listen = () => ({
    print: (text: string) => void complaints.push(text),
    printErr: (text: string) => void complaints.push(text),
  });
  const [openJpeg, openJph, charls, jpegTurbo, dcmjsNative] = await Promise.all([
    RenewableModule.open(() => loadOpenJpeg(listen())),
    RenewableModule.open(() => loadOpenJph(listen())),
    RenewableModule.open(() => loadCharls(listen())),
    RenewableModule.open(() => loadJpegTurbo(listen())),
    RenewableModule.open(() => dcmjsCodecs.NativeCodecs.initializeAsync()),
  ]);
  const modules = [openJpeg, openJph, charls, jpegTurbo, dcmjsNative];
  const decodeLevel = (decoder: SubResolutionDecoder, level: number) => decoder.decodeSubResolution(level);
  const size = ({ rows, columns }: CodecRequest) => 2 * rows * columns;
  return {
    jpeg8: (request) =>
      jpegTurbo.use(size(request), (module) => run(new module.JPEGDecoder(), request, complaints)),
    jpegOver8: (request) =>
      dcmjsNative.use(size(request), () =>
        runDcmjs(request, false, (context) =>
          dcmjsCodecs.NativeCodecs.decodeJpeg(context, { convertColorspaceToRgb: false }),
        ),
      ),
    jpegLs: (request) =>
      charls.use(size(request), (module) => run(new module.JpegLSDecoder(), request, complaints)),
    jpeg2000: (request) =>
      openJpeg.use(size(request), (module) => run(new module.J2KDecoder(), request, complaints, decodeLevel)),
    jpeg2000Signed8: (request) =>
      dcmjsNative.use(size(request), () =>
        runDcmjs(request, true, (context) => dcmjsCodecs.NativeCodecs.decodeJpeg2000(context)),
      ),
    htj2k: (request) =>
      openJph.use(size(request), (module) =>
        run(new module.HTJ2KDecoder(), request, complaints, decodeLevel),
      ),
    renewSpoilt: async () => {
      for (const module of modules) await module.renew();
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
  } finally {
    decoder.delete();
  }
}

/** Out of the module's memory, which the next film overwrites. */
function copyWords(bytes: Uint8Array, bits: number): Uint8Array | Uint16Array {
  const copy = bytes.slice();
  return bits <= 8 ? copy : new Uint16Array(copy.buffer, 0, copy.byteLength >> 1);
}

/** What the other codecs leave out: JPEG of more than 8 bits, signed JPEG 2000 of at most 8. */
function runDcmjs(
  request: CodecRequest,
  signed: boolean,
  decode: (context: DcmjsContext) => DcmjsContext,
): DecodedSamples {
  const context = new dcmjsCodecs.Context({
    width: request.columns,
    height: request.rows,
    bitsAllocated: request.bits > 8 ? 16 : 8,
    bitsStored: request.bits,
    samplesPerPixel: 1,
    pixelRepresentation: signed ? 1 : 0,
    planarConfiguration: 0,
    photometricInterpretation: 'MONOCHROME2',
    encodedBuffer: request.bytes,
  });
  const decoded = decode(context).getDecodedBuffer();
  if (decoded === undefined) throw damaged();
  return { words: copyWords(decoded, request.bits), rows: request.rows, columns: request.columns };
}

function damaged(): FilmRefused {
  return new FilmRefused('unreadable', 'the compressed pixel data is damaged');
}
