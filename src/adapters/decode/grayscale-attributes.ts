import type { DataSet } from 'dicom-parser';
import { itemsOf, numberOf, numbersOf, textOf, textsOf } from '../../core/film/dicom-attributes.ts';
import type { GrayscaleDescription } from '../../core/radiograph/grayscale-steps.ts';
import type { StoredLookupTable } from '../../core/radiograph/lookup-table.ts';
import type { PixelFormat } from '../../core/radiograph/stored-frame.ts';
import { parserKey } from './attribute-vrs.ts';
import type { DicomFile } from './dicom-file.ts';
import { FilmRefused } from './film-refused.ts';

/** How the stored words of a file become grey (PS3.3 sections C.7.6.3, C.11.1, C.11.2, C.11.6). */
export function grayscaleDescriptionOf(file: DicomFile): GrayscaleDescription {
  const { attributes, dataSet } = file;
  // Belongs to presentation states and print (PS3.3 section C.11.4); in an image it would be a step after the VOI.
  if (itemsOf(attributes, '20500010').length > 0)
    throw new FilmRefused('pixel-description-invalid', 'the image has a Presentation LUT Sequence');
  const centers = numbersOf(attributes, '00281050');
  const widths = numbersOf(attributes, '00281051');
  const explanations = textsOf(attributes, '00281055');
  return {
    format: pixelFormatOf(file),
    photometricInterpretation: textOf(attributes, '00280004'),
    presentationLutShape: textOf(attributes, '20500020'),
    modalityLuts: lookupTablesOf(dataSet, '00283000', file.transferSyntax.byteOrder),
    rescaleSlope: numberOf(attributes, '00281053'),
    rescaleIntercept: numberOf(attributes, '00281052'),
    voiLuts: lookupTablesOf(dataSet, '00283010', file.transferSyntax.byteOrder),
    windows: centers.flatMap((center, i) => {
      const width = widths[i];
      return width === undefined ? [] : [{ center, width, explanation: explanations[i] }];
    }),
    voiLutFunction: textOf(attributes, '00281056'),
  };
}

/** Throws FilmRefused "pixel-description-invalid" when an attribute that every image has is missing. */
export function pixelFormatOf(file: DicomFile): PixelFormat {
  const bitsAllocated = required(file, '00280100', 'BitsAllocated');
  const bitsStored = numberOf(file.attributes, '00280101') ?? bitsAllocated;
  if (bitsAllocated !== 8 && bitsAllocated !== 16)
    throw new FilmRefused('pixel-description-invalid', `BitsAllocated is ${bitsAllocated}`);
  return {
    bitsAllocated,
    bitsStored,
    highBit: numberOf(file.attributes, '00280102') ?? bitsStored - 1,
    signed: numberOf(file.attributes, '00280103') === 1,
  };
}

export function required(file: DicomFile, tag: string, name: string): number {
  const value = numberOf(file.attributes, tag);
  if (value === undefined) throw new FilmRefused('pixel-description-invalid', `${name} is absent`);
  return value;
}

function lookupTablesOf(
  dataSet: DataSet,
  tag: string,
  byteOrder: 'little' | 'big',
): readonly StoredLookupTable[] {
  const items = dataSet.elements[parserKey(tag)]?.items ?? [];
  return items.flatMap((item) =>
    item.dataSet === undefined ? [] : [lookupTableOf(item.dataSet, byteOrder)],
  );
}

function lookupTableOf(item: DataSet, byteOrder: 'little' | 'big'): StoredLookupTable {
  const descriptorKey = parserKey('00283002');
  const descriptorLength = item.elements[descriptorKey]?.length ?? 0;
  const descriptor = Array.from(
    { length: Math.floor(descriptorLength / 2) },
    (_, i) => item.uint16(descriptorKey, i) ?? 0,
  );
  const data = item.elements[parserKey('00283006')];
  const bytes =
    data === undefined
      ? new Uint8Array()
      : item.byteArray.slice(data.dataOffset, data.dataOffset + Math.min(data.length, LARGEST_LUT_BYTES));
  const [entries] = descriptor;
  const explanation = item.string(parserKey('00283003'));
  return {
    descriptor,
    data: bytesOrWords(bytes, entries === 0 ? 65536 : (entries ?? 0), byteOrder),
    explanation,
  };
}

const LARGEST_LUT_BYTES = 2 * 65536;

/** One entry a word where there are enough bytes for that, otherwise one a byte; the core checks which it may be. */
function bytesOrWords(
  bytes: Uint8Array,
  entries: number,
  byteOrder: 'little' | 'big',
): Uint8Array | Uint16Array {
  if (bytes.byteLength !== 2 * entries) return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint16Array.from({ length: entries }, (_, i) => view.getUint16(2 * i, byteOrder === 'little'));
}
