import { TextDecoder } from 'node:util';
import type { DataSet, Element } from 'dicom-parser';
import type { DicomJson, DicomJsonAttribute } from '../../core/film/dicom-attributes.ts';
import { attributeVrs, parserKey } from './attribute-vrs.ts';
import { textDecoderFor } from './character-set.ts';

/** VRs whose bytes are in the data set's character set; the others are ASCII (PS3.5 section 6.1.2.2). */
const localText: ReadonlySet<string> = new Set(['LO', 'SH', 'ST', 'LT', 'PN', 'UT', 'UC']);

const ascii = new TextDecoder('windows-1252');

/** The attributes that are read, as DICOM JSON: files and WADO-RS metadata look the same from here on. */
export function readAttributes(dataSet: DataSet): DicomJson {
  const characterSet = textValues(dataSet, dataSet.elements[parserKey('00080005')], ascii);
  return readItem(dataSet, textDecoderFor(characterSet));
}

function readItem(dataSet: DataSet, decoder: TextDecoder): DicomJson {
  const attributes: Record<string, DicomJsonAttribute> = {};
  for (const [tag, vr] of Object.entries(attributeVrs)) {
    const element = dataSet.elements[parserKey(tag)];
    if (element === undefined || vr === 'OW') continue;
    const values =
      vr === 'SQ'
        ? (element.items ?? []).flatMap((item) =>
            item.dataSet === undefined ? [] : [readItem(item.dataSet, decoder)],
          )
        : vr === 'US'
          ? unsignedValues(dataSet, tag, element)
          : textValues(dataSet, element, localText.has(vr) ? decoder : ascii);
    attributes[tag] = { vr, Value: values };
  }
  return attributes;
}

function unsignedValues(dataSet: DataSet, tag: string, element: Element): readonly number[] {
  const count = Math.min(Math.floor(element.length / 2), 16);
  return Array.from({ length: count }, (_, i) => dataSet.uint16(parserKey(tag), i) ?? 0);
}

/** Longest text that is read: every attribute of the list is far shorter, and a length can lie. */
const LONGEST_TEXT_BYTES = 65_536;

function textValues(dataSet: DataSet, element: Element | undefined, decoder: TextDecoder): readonly string[] {
  if (element === undefined || element.length <= 0) return [];
  const length = Math.min(element.length, LONGEST_TEXT_BYTES);
  const bytes = dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + length);
  return decoder
    .decode(bytes)
    .split('\\')
    .map((value) => value.replace(/[\s\0]+$/, ''));
}
