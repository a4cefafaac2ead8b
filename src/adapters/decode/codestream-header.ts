/** What a compressed image says of itself before anything is decoded. */
export interface CodestreamHeader {
  readonly rows: number;
  readonly columns: number;
  readonly bits: number;
  readonly components: number;
  /** JPEG 2000: whether samples are signed; undefined for JPEG, which has no sign. */
  readonly signed: boolean | undefined;
  /** JPEG 2000: wavelet decomposition levels; 0 for JPEG. */
  readonly levels: number;
}

const SOF_MARKERS: ReadonlySet<number> = new Set([
  0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf, 0xf7,
]);

/**
 * Frame header of a JPEG (ISO 10918-1 section B.2.2) or JPEG-LS (ISO 14495-1 annex C, marker SOF55) stream; undefined
 * when there is none. Read first, so that a header that asks for a huge image is refused before memory is taken.
 */
export function jpegHeader(bytes: Uint8Array): CodestreamHeader | undefined {
  const view = viewOf(bytes);
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = view.getUint16(at + 2);
    if (SOF_MARKERS.has(marker)) return at + 10 <= bytes.length ? frameHeader(view, at) : undefined;
    at += 2 + length;
  }
  return undefined;
}

function frameHeader(view: DataView, at: number): CodestreamHeader {
  return {
    bits: view.getUint8(at + 4),
    rows: view.getUint16(at + 5),
    columns: view.getUint16(at + 7),
    components: view.getUint8(at + 9),
    signed: undefined,
    levels: 0,
  };
}

/** How far into the stream a JP2 box structure may push the codestream. */
const JP2_BOXES_BYTES = 4096;

/** SIZ and COD segments of a JPEG 2000 or HTJ2K codestream (ISO 15444-1 annex A.5, A.6), also inside a JP2 file. */
export function jpeg2000Header(bytes: Uint8Array): CodestreamHeader | undefined {
  const view = viewOf(bytes);
  const start = codestreamStart(view);
  if (start === undefined || start + 43 > bytes.length) return undefined;
  const siz = start + 2;
  const components = view.getUint16(siz + 36 + 2);
  const depth = view.getUint8(siz + 38 + 2);
  return {
    columns: view.getUint32(siz + 6) - view.getUint32(siz + 14),
    rows: view.getUint32(siz + 10) - view.getUint32(siz + 18),
    components,
    bits: (depth & 0x7f) + 1,
    signed: depth >= 0x80,
    levels: decompositionLevels(view, siz) ?? 0,
  };
}

function codestreamStart(view: DataView): number | undefined {
  const end = Math.min(view.byteLength - 4, JP2_BOXES_BYTES);
  for (let at = 0; at <= end; at++) if (view.getUint32(at) === 0xff4fff51) return at;
  return undefined;
}

function decompositionLevels(view: DataView, firstSegment: number): number | undefined {
  let at = firstSegment;
  while (at + 10 <= view.byteLength) {
    const marker = view.getUint16(at);
    if (marker === 0xff52) return view.getUint8(at + 9);
    // SOT or SOD: the main header is over.
    if (marker === 0xff90 || marker === 0xff93) return undefined;
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
