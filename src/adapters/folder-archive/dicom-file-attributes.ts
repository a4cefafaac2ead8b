import { data } from 'dcmjs';
import type { DicomJson } from '../../core/film/dicom-attributes.ts';
import { TrabeculaError } from '../../errors.ts';

const PIXEL_DATA = '7FE00010';
const TEXT_AND_NUMBERS = /^(AE|AS|AT|CS|DA|DS|DT|FD|FL|IS|LO|LT|PN|SH|SL|SS|ST|SV|TM|UC|UI|UL|UR|US|UT|UV)$/;
/** Sequences nest two or three deep in radiographs; a file that goes further is damaged or hostile. */
const MAX_SEQUENCE_DEPTH = 16;

/**
 * The attributes of a DICOM file (PS3.10) in the form in which an archive describes it (DICOM JSON), pixels and other
 * bulk data left out. Throws TrabeculaError "bad-film" when the bytes are no readable DICOM file.
 */
export function readDicomFileAttributes(bytes: Uint8Array): DicomJson {
  try {
    // A copy, because a Buffer from the file system is often a window on a larger ArrayBuffer.
    const file = data.DicomMessage.readFile(new Uint8Array(bytes).buffer, {
      untilTag: PIXEL_DATA,
      includeUntilTagValue: false,
    });
    return attributesOf(file.dict, 0);
  } catch (cause) {
    throw new TrabeculaError('bad-film', 'The file is not a readable DICOM file.', { cause });
  }
}

function attributesOf(dataSet: (typeof data.DicomDict)['prototype']['dict'], depth: number): DicomJson {
  if (depth > MAX_SEQUENCE_DEPTH) throw new RangeError('sequences are nested too deep');
  const attributes: Record<string, { vr: string; Value?: unknown[] }> = {};
  for (const [tag, { vr, Value }] of Object.entries(dataSet)) {
    if (tag === PIXEL_DATA || vr === undefined) continue;
    const values = Array.isArray(Value) ? (Value as unknown[]) : [];
    if (vr === 'SQ') {
      const items = values.filter((item) => typeof item === 'object' && item !== null);
      attributes[tag] = {
        vr,
        Value: items.map((item) => attributesOf(item as typeof dataSet, depth + 1)),
      };
    } else if (TEXT_AND_NUMBERS.test(vr)) {
      attributes[tag] = values.length === 0 ? { vr } : { vr, Value: values };
    }
  }
  return attributes;
}
