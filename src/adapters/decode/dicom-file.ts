import { inflateRawSync } from 'node:zlib';
import dicomParser, { type DataSet, type Element } from 'dicom-parser';
import type { DicomJson } from '../../core/film/dicom-attributes.ts';
import { attributeVrs, parserKey } from './attribute-vrs.ts';
import { decodeLimits } from './decode-limits.ts';
import { FilmRefused } from './film-refused.ts';
import { readAttributes } from './read-attributes.ts';
import { transferSyntaxOf, type TransferSyntax } from './transfer-syntax.ts';

/** A parsed DICOM file: attributes read, pixels still encoded and not copied. */
export interface DicomFile {
  readonly transferSyntax: TransferSyntax;
  readonly attributes: DicomJson;
  readonly dataSet: DataSet;
}

const PIXEL_DATA = '7FE00010';
const DEFLATED = '1.2.840.10008.1.2.1.99';
const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';

/**
 * Parses a PS3.10 file up to and including its pixel data. Throws FilmRefused: "unreadable" when it is not DICOM,
 * damaged or cut short, "transfer-syntax-not-supported", "film-too-large" or "decode-limit-exceeded".
 */
export function parseDicomFile(bytes: Uint8Array): DicomFile {
  if (bytes.byteLength > decodeLimits.encodedBytes)
    throw new FilmRefused(
      'film-too-large',
      `${bytes.byteLength} bytes, at most ${decodeLimits.encodedBytes} are read`,
    );
  const meta = metaInformationOf(bytes);
  const transferSyntax = transferSyntaxOf(meta.transferSyntaxUid);
  if (transferSyntax === undefined)
    throw new FilmRefused('transfer-syntax-not-supported', `transfer syntax ${meta.transferSyntaxUid}`);
  const deflated = transferSyntax.uid === DEFLATED;
  const body = bytes.subarray(meta.endsAt);
  const dataSet = refusing('the data set', () =>
    dicomParser.parseDicom(deflated ? inflate(body) : body, {
      TransferSyntaxUID: deflated ? EXPLICIT_LITTLE : transferSyntax.uid,
      vrCallback: (tag: string) => attributeVrs[tag.slice(1).toUpperCase()],
    }),
  );
  return { transferSyntax, attributes: refusing('an attribute', () => readAttributes(dataSet)), dataSet };
}

/** The element that holds the pixels; FilmRefused when there is none or it reaches past the end of the file. */
export function pixelElementOf(file: DicomFile): Element {
  const element = file.dataSet.elements[parserKey(PIXEL_DATA)];
  if (element === undefined) throw new FilmRefused('unreadable', 'the object has no pixel data');
  if (element.dataOffset + element.length > file.dataSet.byteArray.length)
    throw new FilmRefused('unreadable', 'the pixel data is cut short');
  return element;
}

/**
 * Transfer syntax and end of the file meta information (PS3.10 section 7.1). Only these bytes are parsed as such: what
 * follows is in another encoding and can look like anything when it is deflated.
 */
function metaInformationOf(bytes: Uint8Array): {
  readonly transferSyntaxUid: string;
  readonly endsAt: number;
} {
  const { meta, transferSyntaxUid } = refusing('the file meta information', () => {
    const length = groupLengthOf(bytes);
    const header = dicomParser.readPart10Header(length === undefined ? bytes : bytes.subarray(0, length));
    return { meta: header, transferSyntaxUid: header.string(parserKey('00020010')) };
  });
  if (transferSyntaxUid === undefined)
    throw new FilmRefused('unreadable', 'the file does not say its transfer syntax');
  return { transferSyntaxUid, endsAt: (meta as unknown as { readonly position: number }).position };
}

/** Where File Meta Information Group Length (0002,0000) says that the meta information ends; undefined without it. */
function groupLengthOf(bytes: Uint8Array): number | undefined {
  if (bytes.byteLength < 144) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isGroupLength = view.getUint32(132, true) === 0x00000002 && view.getUint32(136, true) === 0x00044c55;
  return isGroupLength ? 144 + view.getUint32(140, true) : undefined;
}

function inflate(deflated: Uint8Array): Uint8Array {
  try {
    // One large chunk: growing the output in small ones costs three times the time.
    const chunkSize = Math.min(Math.max(4 * deflated.byteLength, 65_536), 2 ** 25);
    return inflateRawSync(deflated, { maxOutputLength: decodeLimits.inflatedBytes, chunkSize });
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE')
      throw new FilmRefused('decode-limit-exceeded', 'the inflated data set is larger than a film can be');
    throw error;
  }
}

/** dicom-parser throws texts, plain objects and errors: whatever it throws, the file is unreadable. */
function refusing<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FilmRefused) throw error;
    throw new FilmRefused('unreadable', `${what} cannot be read: not a DICOM file, damaged or cut short`);
  }
}
