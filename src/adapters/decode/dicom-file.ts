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
  const uid = transferSyntaxUidOf(bytes);
  const transferSyntax = transferSyntaxOf(uid);
  if (transferSyntax === undefined)
    throw new FilmRefused('transfer-syntax-not-supported', `transfer syntax ${uid}`);
  const dataSet = refusing('the data set', () =>
    dicomParser.parseDicom(bytes, {
      vrCallback: (tag: string) => attributeVrs[tag.slice(1).toUpperCase()],
      ...(uid === DEFLATED ? { inflater: inflate } : {}),
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

function transferSyntaxUidOf(bytes: Uint8Array): string {
  const meta = refusing('the file meta information', () => dicomParser.readPart10Header(bytes));
  const uid = meta.string(parserKey('00020010'));
  if (uid === undefined) throw new FilmRefused('unreadable', 'the file does not say its transfer syntax');
  return uid;
}

function inflate(bytes: Uint8Array, position: number): Uint8Array {
  const deflated = bytes.subarray(position);
  try {
    // One large chunk: growing the output in small ones costs three times the time.
    const chunkSize = Math.min(Math.max(4 * deflated.byteLength, 65_536), 2 ** 25);
    return inflateRawSync(deflated, { maxOutputLength: decodeLimits.inflatedBytes, chunkSize });
  } catch (error) {
    if (error instanceof RangeError)
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
