import dicomParser, { type Element } from 'dicom-parser';
import { numberOf } from '../../core/film/dicom-attributes.ts';
import type { PixelFormat } from '../../core/radiograph/stored-frame.ts';
import { decodeLimits } from './decode-limits.ts';
import { pixelElementOf, type DicomFile } from './dicom-file.ts';
import { FilmRefused } from './film-refused.ts';
import { pixelFormatOf, required } from './grayscale-attributes.ts';
import type { TransferSyntax } from './transfer-syntax.ts';

/** The first frame of an object, still encoded. `bytes` is a view of the file wherever no joining was needed. */
export interface EncodedFrame {
  readonly transferSyntax: TransferSyntax;
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly columns: number;
  readonly format: PixelFormat;
  /** Words of 16 bits in big-endian order, also around 8-bit pixels (OW). */
  readonly wordsSwapped: boolean;
}

/**
 * Finds the first frame of a grayscale object. Throws FilmRefused when the description is invalid, the frame is larger
 * than a film can be, or its bytes are missing.
 */
export function encodedFrameOf(file: DicomFile): EncodedFrame {
  const element = pixelElementOf(file);
  const rows = required(file, '00280010', 'Rows');
  const columns = required(file, '00280011', 'Columns');
  const samples = numberOf(file.attributes, '00280002') ?? 1;
  if (rows < 1 || columns < 1)
    throw new FilmRefused('pixel-description-invalid', `${columns} x ${rows} pixels`);
  if (samples !== 1) throw new FilmRefused('pixel-description-invalid', `${samples} samples per pixel`);
  if (rows * columns > decodeLimits.pixels)
    throw new FilmRefused(
      'film-too-large',
      `${columns} x ${rows} pixels, at most ${decodeLimits.pixels} are read`,
    );
  const format = pixelFormatOf(file);
  const { transferSyntax } = file;
  const bytes =
    transferSyntax.codec === 'none'
      ? nativeBytes(file, element, (rows * columns * format.bitsAllocated) / 8)
      : encapsulatedBytes(file, element);
  const wordsSwapped =
    transferSyntax.byteOrder === 'big' && (format.bitsAllocated === 16 || element.vr === 'OW');
  return { transferSyntax, bytes, rows, columns, format, wordsSwapped };
}

function nativeBytes(file: DicomFile, element: Element, expected: number): Uint8Array {
  if (element.encapsulatedPixelData === true)
    throw new FilmRefused('unreadable', 'the pixel data is encapsulated in an uncompressed transfer syntax');
  if (element.length < expected)
    throw new FilmRefused('unreadable', `the pixel data has ${element.length} bytes, ${expected} are needed`);
  return file.dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + expected);
}

/** One frame: all fragments, or those that the offset table gives the first frame (PS3.5 section A.4). */
function encapsulatedBytes(file: DicomFile, element: Element): Uint8Array {
  const fragments = element.fragments ?? [];
  if (element.encapsulatedPixelData !== true || fragments.length === 0)
    throw new FilmRefused('unreadable', 'the pixel data is not encapsulated as its transfer syntax says');
  const bytes = file.dataSet.byteArray;
  if (fragments.some((fragment) => fragment.position + fragment.length > bytes.length))
    throw new FilmRefused('unreadable', 'a fragment of the pixel data is cut short');
  const frames = numberOf(file.attributes, '00280008') ?? 1;
  const [only, second] = fragments;
  if (only !== undefined && second === undefined)
    return bytes.subarray(only.position, only.position + only.length);
  try {
    if (frames > 1 && (element.basicOffsetTable ?? []).length > 0)
      return dicomParser.readEncapsulatedImageFrame(file.dataSet, element, 0);
    const count = frames > 1 ? Math.max(1, Math.floor(fragments.length / frames)) : fragments.length;
    return dicomParser.readEncapsulatedPixelDataFromFragments(file.dataSet, element, 0, count);
  } catch {
    throw new FilmRefused('unreadable', 'the fragments of the pixel data cannot be joined');
  }
}
