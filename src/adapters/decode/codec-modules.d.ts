/** The parts of the codec packages that are used; they ship no types. */
interface CodecFrameInfo {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned?: boolean;
}

interface CodecDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): CodecFrameInfo;
  decode(): void;
  /** Frees the decoder's memory inside the module. */
  delete(): void;
}

interface SubResolutionDecoder extends CodecDecoder {
  decodeSubResolution(level: number, layer?: number): void;
}

interface CodecModuleOptions {
  readonly print?: (text: string) => void;
  readonly printErr?: (text: string) => void;
}

declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  export default function load(
    options?: CodecModuleOptions,
  ): Promise<{ J2KDecoder: new () => SubResolutionDecoder }>;
}

interface CodecEncoder {
  getDecodedBuffer(info: Required<CodecFrameInfo> & { readonly isUsingColorTransform: boolean }): Uint8Array;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
}

declare module '@cornerstonejs/codec-openjph/wasmjs' {
  export default function load(
    options?: CodecModuleOptions,
  ): Promise<{ HTJ2KDecoder: new () => SubResolutionDecoder; HTJ2KEncoder: new () => CodecEncoder }>;
}

declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  export default function load(
    options?: CodecModuleOptions,
  ): Promise<{ JpegLSDecoder: new () => CodecDecoder }>;
}

declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  export default function load(
    options?: CodecModuleOptions,
  ): Promise<{ JPEGDecoder: new () => CodecDecoder }>;
}
